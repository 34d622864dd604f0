"""What was typed or pasted becomes an answer, or a sentence that says what would be one."""

from __future__ import annotations

import pytest

from brightpearl_sdk._kernel.questions import NotAnAnswerError, Question, answers, pasted, token

PAGE = "https://vendor.example"
REFERENCE = Question(name="reference", label="Reference", where="Behind the clock.", page=PAGE, read=token("The reference"))
NOTE = Question(name="note", label="Note", where="Anywhere.", page=PAGE, read=token("The note"), needed=False)


@pytest.mark.parametrize("typed", ["abc", "  abc\n", "'abc'", "<abc>", "\u201cabc\u201d", "abc\u200b", "\ufeffabc\u00a0"])
def test_what_copying_leaves_around_an_answer_is_dropped(typed: str) -> None:
    assert "abc" == pasted(typed)


def test_answers_and_faults_are_told_apart_by_name() -> None:
    assert ({"note": ""}, {"reference": "Reference is missing. Behind the clock."}) == answers((REFERENCE, NOTE), {})


def test_two_words_are_no_token_and_are_not_repeated() -> None:
    with pytest.raises(NotAnAnswerError, match="one word") as caught:
        REFERENCE.answer("s3cret and more")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "typed",
    ["abc", " abc ", "' abc '", '"abc"', "<abc>", "\u201cabc\u201d", "\u2018abc\u2019", "a\u00a0b\u200bc\ufeff", "a\x07bc"],
)
def test_what_copying_leaves_around_a_token_is_taken_away(typed: str) -> None:
    assert "abc" == token("The token")(typed)


@pytest.mark.parametrize("typed", ["XabcX", "XX"])
def test_letters_are_left_where_they_stand(typed: str) -> None:
    assert typed == pasted(typed)


@pytest.mark.parametrize("typed", ["", "''", "two words", "three more words"])
def test_a_token_is_one_word(typed: str) -> None:
    with pytest.raises(NotAnAnswerError, match=r"^The token is one word without blanks: copy it once more, and nothing beside it"):
        token("The token")(typed)
