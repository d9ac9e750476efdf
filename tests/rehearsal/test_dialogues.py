"""Whole conversations, written down as they look in the chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rehearsal.transcript import play
from zc_bot.chat.turn import Rules

SCRIPTS = sorted((Path(__file__).parents[1] / "dialogues").glob("*.txt"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path, rules: Rules, tmp_path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert play(written, rules, tmp_path) == written


def test_there_are_conversations() -> None:
    assert len(SCRIPTS) >= 8
