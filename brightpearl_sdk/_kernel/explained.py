"""Errors that name the page about them."""

from __future__ import annotations

#: Where the documentation is.
DOCUMENTATION: str = "https://bpwoo.readthedocs.io/en/stable"

_PACKAGE = __name__.partition(".")[0]


class Explained(Exception):
    """An error of a kind that has a page: what it means, why it comes, what to do. A traceback names the page too."""

    def __init__(self, *told: object) -> None:
        super().__init__(*told)
        self.add_note(f"See {self.documentation}")

    @property
    def documentation(self) -> str:
        """The address of the page about this kind of error; for a kind that others derived, of the nearest of ours."""
        kind = next(each for each in type(self).__mro__ if each.__module__.partition(".")[0] == _PACKAGE)
        return f"{DOCUMENTATION}/errors/{_PACKAGE}.{kind.__name__}.html"
