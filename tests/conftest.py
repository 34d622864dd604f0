"""What every test shares: properties are tried on the same values on every run, and take the time they take."""

from __future__ import annotations

from hypothesis import Phase, settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
# For thousands of runs, each of which has to find one fault: nox -s mutation.
settings.register_profile(
    "mutation", settings.get_profile("repeatable"), max_examples=3, phases=(Phase.explicit, Phase.generate), database=None
)
settings.load_profile("repeatable")
