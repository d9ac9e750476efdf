"""Whole reporting conversations, written down as they look in the chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.submission.transcript import play

SCRIPTS = sorted((Path(__file__).parents[1] / "dialogues").glob("report*.txt"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert play(written) == written


def test_there_are_conversations() -> None:
    assert len(SCRIPTS) >= 8
