"""The programme and its words, read once in the process that every bot of the kills is forked from."""

from __future__ import annotations

from pathlib import Path

from zc_bot import garbage, opening
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.load import load_programme
from zc_bot.policy.programme import Programme

DATA = Path(__file__).resolve().parents[2] / "data" / "nantong-2017"
PROGRAMME = load_programme(DATA)
LEXICON = Lexicon.build(PROGRAMME)
garbage.settle()


def read_no_more() -> None:
    """Have a bot that was forked take them as they are."""
    build = Lexicon.build

    def load(folder: Path) -> Programme:
        return PROGRAMME if folder.resolve() == DATA else load_programme(folder)

    opening.load_programme = load  # type: ignore[assignment]
    Lexicon.build = lambda of: LEXICON if of is PROGRAMME else build(of)  # type: ignore[method-assign]
