"""The growth that is told beside a figure: it is worked out and not taken, but held against what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zc_bot.parsing.conversion import Reading, read_figure
from zc_bot.parsing.language import written
from zc_bot.parsing.names import Name
from zc_bot.parsing.pending import compile_later
from zc_bot.submission import events as ev
from zc_bot.submission.draft import Waiting
from zc_bot.submission.facts import Facts
from zc_bot.values import dataclass

_TOLD = compile_later(
    written(
        r"[^，,。；;（(\n]{0,8}?(?P<sign>[+＋↑]|[-−–↓]|<more>|<less>)(?:了|约|达|为|[ ])*"
        "(?P<rate>[0-9]+(?:[.][0-9]+)?)[ ]*%",
        "last_year",
    )
)
_LESS = compile_later(written("[-−–↓]|<less>", "last_year"))


@dataclass(frozen=True, slots=True)
class Grown:
    """A rate of growth, in %, told behind a figure of a metric, and its words."""

    metric: str
    rate: Decimal
    said: str


def growth_told(text: str, blanked: str, metrics: Sequence[Name]) -> tuple[Grown, ...]:
    """Find the growth that is told beside figures and was left out of `blanked`, each with the metric before it."""
    found = []
    for match in _TOLD.finditer(text):
        before = [one for one in metrics if one.end <= match.start()]
        left_out = blanked[match.start("sign") : match.end()] != text[match.start("sign") : match.end()]
        if left_out and before and len(before[-1].codes) == 1:
            rate = Decimal(match["rate"])
            sign = -1 if _LESS.fullmatch(match["sign"]) else 1
            found.append(Grown(before[-1].codes[0], sign * rate, match[0].strip("，,；; ")))
    return tuple(found)


def amiss(
    told: Sequence[Grown], figures: Sequence[Waiting], where: tuple[str, int], facts: Facts
) -> tuple[ev.Refused, ...]:
    """Name the growth that a text tells where a figure and last year's come to another one."""
    values = {one.metric: _value(one, facts) for one in figures if one.metric and not one.fault}
    found = []
    for one in told:
        value = values.get(one.metric)
        last = facts.last_year(where[0], one.metric, where[1])
        if value is None or last is None or not last.value:
            continue
        rate = (value - last.value) / last.value * 100
        if abs(rate - one.rate) >= 10 ** Decimal(one.rate.as_tuple().exponent):
            found.append(ev.Refused("growth_differs", one.metric, found=one.said, expected=f"{rate:+.1f}%"))
    return tuple(found)


def _value(item: Waiting, facts: Facts) -> Decimal | None:
    metric = facts.programme.metric.get(item.metric)
    read = None if metric is None or not item.text else read_figure(item.text, metric)
    return read.value if isinstance(read, Reading) else None
