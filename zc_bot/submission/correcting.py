"""Which of the figures held a correction in words is about: see `parsing.corrections`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zc_bot.parsing.conversion import Ambiguous, Reading, read_figure
from zc_bot.parsing.corrections import FINAL, LATEST, Correction
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

NEAR = 10
"""A figure that a bare number may be meant for is at most so many times as large or as small."""


@dataclass(frozen=True, slots=True)
class Held:
    """A figure that a correction may be about."""

    metric: str
    value: Decimal | None


def meant(
    correction: Correction, held: Sequence[Held], programme: Programme, typed: Sequence[str] = ()
) -> tuple[str, ...]:
    """Find which of the figures held, the latest last, a correction may be about.

    typed: their metrics in the order they were first typed, by which a place is counted.
    """
    if correction.metrics:
        found = [one for one in held if one.metric in correction.metrics]
    elif correction.nth == LATEST:
        found = list(held[-1:])
    elif correction.nth:
        found = _at(correction.nth, _as_typed(held, typed), programme)
    else:
        found = list(held)
    if correction.old:
        found = [one for one in found if _is_value(correction.old, one, programme)]
    if len(found) > 1 and correction.new and not correction.metrics:
        found = [one for one in found if could_be(correction.new, one, programme)] or found
    return tuple(one.metric for one in found)


def _as_typed(held: Sequence[Held], typed: Sequence[str]) -> list[Held]:
    known = [one for one in held if one.metric in typed]
    known.sort(key=lambda one: typed.index(one.metric))
    return [*known, *(one for one in held if one not in known)]


def _at(nth: int, held: Sequence[Held], programme: Programme) -> list[Held]:
    """Find the figure at a place, counted as they were typed and as the card shows them: two, where these differ."""
    order = list(programme.metric)
    as_shown = sorted(held, key=lambda one: order.index(one.metric))
    at = len(held) - 1 if nth == FINAL else nth - 1
    return list(dict.fromkeys((held[at], as_shown[at]))) if 0 <= at < len(held) else []


def _is_value(text: str, one: Held, programme: Programme) -> bool:
    read = read_figure(text, programme.metric[one.metric], one.value)
    readings = (read,) if isinstance(read, Reading) else read.readings if isinstance(read, Ambiguous) else ()
    return one.value is not None and any(reading.value == one.value for reading in readings)


def could_be(text: str, one: Held, programme: Programme) -> bool:
    """Tell whether a text can be a new figure of a metric: its unit fits and it is of the size of the one before."""
    read = read_figure(text, programme.metric[one.metric], one.value)
    if not isinstance(read, Reading):
        return False
    if not one.value or not read.value:
        return True
    return one.value / NEAR <= read.value <= one.value * NEAR
