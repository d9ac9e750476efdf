"""Many cases in one test fail as one test each would."""

from __future__ import annotations

import pytest

from tests.cases import for_each


def test_each_case_that_fails_is_named_and_the_others_are_tried() -> None:
    tried = []

    @for_each("text, size", [("a", 1), ("bb", 3), ("ccc", 3), ("d", 2)])
    def sized(text: str, size: int) -> None:
        tried.append(text)
        assert len(text) == size

    with pytest.raises(BaseExceptionGroup, match="2 of 4 cases fail") as failed:
        sized()
    notes = [error.__notes__[-1] for error in failed.value.exceptions]
    assert notes == ["for {'text': 'bb', 'size': 3}", "for {'text': 'd', 'size': 2}"]
    assert tried == ["a", "bb", "ccc", "d"]


def test_no_case_at_all_is_a_failure() -> None:
    @for_each("text", list)
    def passes(text: str) -> None:
        """Let all pass."""

    with pytest.raises(AssertionError, match="nothing would be tried"):
        passes()
