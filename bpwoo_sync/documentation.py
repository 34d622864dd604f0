"""The pages about errors and issues: what each kind means, why it comes, what to do."""

from __future__ import annotations

#: Where the documentation is.
DOCUMENTATION: str = "https://bpwoo.readthedocs.io/en/stable"


def error_page(kind: type[BaseException]) -> str:
    """The address of the page about a kind of error; for a kind that others derived, of the nearest of ours."""
    own = next(each for each in kind.__mro__ if each.__module__.startswith("bpwoo_sync"))
    return f"{DOCUMENTATION}/errors/bpwoo_sync.{own.__name__}.html"


def code_page(code: str) -> str:
    """The address of the page about a kind of issue."""
    return f"{DOCUMENTATION}/issues/{code}.html"
