"""What a reviewer should look at first: figures with a reason, jumps, requirements that fail or newly fail."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zc_bot.policy.programme import Programme
from zc_bot.submission.card import holds, thresholds
from zc_bot.submission.checks import LARGE_CHANGE
from zc_bot.submission.events import CardLine, ShowCard, Standing


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A card in two parts, and how many of the first are so for which cause; a figure may have several."""

    exceptions: tuple[CardLine, ...]
    rest: tuple[CardLine, ...]
    reasons: int
    jumps: int
    failed: int
    newly: int
    """Of `failed`: those that held last year."""


def sort_out(card: ShowCard, programme: Programme) -> Reviewed:
    """Part a card's lines into exceptions and the rest, each in the card's order."""
    reasons = [line for line in card.lines if line.entry.reason]
    jumps = [line for line in card.lines if line.change is not None and abs(line.change) > LARGE_CHANGE * 100]
    failed = [line for line in card.lines if line.verdict == "not_met"]
    newly = [line for line in failed if _held_before(line, programme)]
    found = [line for line in card.lines if line in reasons or line in jumps or line in failed]
    rest = tuple(line for line in card.lines if line not in found)
    return Reviewed(tuple(found), rest, len(reasons), len(jumps), len(failed), len(newly))


def _held_before(line: CardLine, programme: Programme) -> bool:
    """Tell whether a figure met its requirements last year."""
    if line.previous is None or line.previous.value is None:
        return False
    value = Fraction(line.previous.value)
    judged: list[Standing] = [
        "met" if held else "not_met"
        for condition in thresholds(programme, line.entry.metric)
        if (held := holds(value, condition)) is not None
    ]
    return bool(judged) and "not_met" not in judged
