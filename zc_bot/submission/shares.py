"""A share that is typed beside its parts: it is worked out and not taken, but held against what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from zc_bot.parsing.conversion import Reading, read_figure
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.pending import compile_later
from zc_bot.submission import events as ev
from zc_bot.submission.card import share
from zc_bot.submission.draft import Waiting
from zc_bot.submission.facts import Facts

_SHARE = compile_later(rf"(?:{alternatives('told.share')})[^0-9]*(?P<said>[0-9]+(?:[.][0-9]+)?)[ ]*%")


def amiss(told: Sequence[str], figures: Sequence[Waiting], facts: Facts) -> tuple[ev.Refused, ...]:
    """Name the share that a text tells where the two figures beside it come to another one."""
    said = [Decimal(match["said"]) for piece in told if (match := _SHARE.search(piece)) is not None]
    known = {one.metric: _value(one, facts) for one in figures if one.metric and not one.fault}
    found = [(one.code, value) for one in facts.programme.derived if (value := share(one, known)) is not None]
    if len(said) != 1 or len(found) != 1 or _may_be(said[0], found[0][1]):
        return ()
    (code, value), = found
    return (ev.Refused("share_differs", code, found=f"{said[0]:f}%", expected=f"{float(value):.2f}%"),)


def _may_be(said: Decimal, value: Fraction) -> bool:
    """Tell whether a share said with so many decimals may be a value, rounded or cut off."""
    last = Fraction(1, 10 ** -int(said.as_tuple().exponent))
    return abs(value - Fraction(said)) < last


def _value(item: Waiting, facts: Facts) -> Decimal | None:
    metric = facts.programme.metric.get(item.metric)
    read = None if metric is None or not item.text else read_figure(item.text, metric)
    return read.value if isinstance(read, Reading) else None
