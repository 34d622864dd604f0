"""What a person is asked to connect an account, as data: a command asks it line by line, a platform on a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

from .explained import Explained


class NotAnAnswerError(Explained, ValueError):
    """What was typed is no answer to a question. The message says what would be one; of a secret it repeats nothing.

    Why: what was typed or pasted has another form, is incomplete, or is the answer to another question.

    What to do: show the message beside the field, and ask again.
    """


@frozen(kw_only=True)
class Question:
    """One thing that a person is asked for.

    ``where`` tells where a person finds it, ``page`` is the vendor's page about that. ``read`` brings what was typed to
    the form that is kept, or raises :class:`NotAnAnswerError`. What is ``secret`` is not shown while it is typed, nor
    kept beside the rest. What is not ``needed`` may be left empty.
    """

    name: str
    label: str
    where: str
    page: str
    read: Callable[[str], str]
    secret: bool = False
    needed: bool = True

    def answer(self, typed: str) -> str:
        """What was typed, in the form that is kept. Raises :class:`NotAnAnswerError`."""
        if typed.strip():
            return self.read(typed)
        if self.needed:
            raise NotAnAnswerError(f"{self.label} is missing. {self.where}")
        return ""


def answers(questions: Iterable[Question], typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The answers to questions by name, and by name why what was typed is none."""
    taken, faults = {}, {}
    for question in questions:
        try:
            taken[question.name] = question.answer(typed.get(question.name, ""))
        except NotAnAnswerError as fault:
            faults[question.name] = str(fault)
    return taken, faults


def pasted(typed: str) -> str:
    """What was typed, without what copying leaves around it: blanks, quotes, angle brackets, invisible signs."""
    visible = "".join(sign for sign in typed if sign.isprintable() and sign not in "\u00a0\u200b\ufeff")
    return visible.strip().strip("'\"<>\u201c\u201d\u2018\u2019").strip()


def token(name: str) -> Callable[[str], str]:
    """Reads a token or a reference: one word."""

    def read(typed: str) -> str:
        text = pasted(typed)
        if not text or len(text.split()) != 1:
            raise NotAnAnswerError(f"{name} is one word without blanks: copy it once more, and nothing beside it")
        return text

    return read
