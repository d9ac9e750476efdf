"""What a reviewer should look at first: figures with a reason, jumps, requirements that fail or newly fail."""

from __future__ import annotations

from fractions import Fraction

from zc_bot.policy.programme import Programme
from zc_bot.submission.card import holds, thresholds
from zc_bot.submission.checks import LARGE_CHANGE
from zc_bot.submission.events import CardLine, ShareLine, ShowCard, Standing
from zc_bot.values import dataclass


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
    shares: tuple[ShareLine, ...] = ()
    """Shares that what is on the card makes fail; counted in `failed`."""

    @property
    def count(self) -> int:
        return len(self.exceptions) + len(self.shares)

    @property
    def is_clear(self) -> bool:
        return self.count == 0


def sort_out(card: ShowCard, programme: Programme) -> Reviewed:
    """Part a card's lines into exceptions and the rest, each in the card's order."""
    reasons = [line for line in card.lines if line.entry.reason]
    jumps = [line for line in card.lines if line.change is not None and abs(line.change) > LARGE_CHANGE * 100]
    failed = [line for line in card.lines if line.verdict == "not_met"]
    newly = [line for line in failed if _held_before(line, programme)]
    found = [line for line in card.lines if line in reasons or line in jumps or line in failed]
    rest = tuple(line for line in card.lines if line not in found)
    entered = {line.entry.metric for line in card.lines}
    shares = tuple(
        one for one in card.shares if one.verdict == "not_met" and entered & set(parts_of(one, programme))
    )
    failing = len(failed) + len(shares)
    fresh = len(newly) + sum(
        one.previous is not None and _held(one.code, one.previous, programme) for one in shares
    )
    return Reviewed(tuple(found), rest, len(reasons), len(jumps), failing, fresh, shares)


def parts_of(share: ShareLine, programme: Programme) -> tuple[str, ...]:
    """Give the figures that a share is worked out from."""
    derived = programme.derivation[share.code]
    return tuple(code for code in (derived.numerator, derived.denominator) if code)


def _held_before(line: CardLine, programme: Programme) -> bool:
    """Tell whether a figure met its requirements last year."""
    if line.previous is None or line.previous.value is None:
        return False
    return _held(line.entry.metric, Fraction(line.previous.value), programme)


def _held(measure: str, value: Fraction, programme: Programme) -> bool:
    judged: list[Standing] = [
        "met" if held else "not_met"
        for condition in thresholds(programme, measure)
        if (held := holds(value, condition)) is not None
    ]
    return bool(judged) and "not_met" not in judged
