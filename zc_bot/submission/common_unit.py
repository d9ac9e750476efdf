"""A unit that is said once for all figures of a text: （单位：亿元）, figures in 10,000 yuan."""

from __future__ import annotations

import re
from dataclasses import replace

from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.units import FIRM_UNIT, in_chinese, unit_named
from zc_bot.policy.programme import Programme
from zc_bot.submission.draft import Waiting

_ZH = ("bracketed", "alone", "bare", "within", "behind", "ahead", "last")
_EDGE, _END = r"(?:^|(?<=[\n，,。；;]))[ \t]*", r"[ \t:：]*(?=[\n，,。；;]|$)"
_SAID = (
    r"(?:<of_all>|数据|金额|<unit>)*<unit>[ ]*(?:统一|均|都|<of_all>)?(?:是|为|[:：=])*[ ]*"
    rf"(?P<{{}}>千元|{FIRM_UNIT}|[万亿](?!元))"
)
_OPENS, _CLOSES = r"[(（【\[][ ]*", r"[ ]*[)）】\]]"
_COMMON = compile_later(
    _EDGE
    + written(
        rf"(?:{_OPENS}(?:{_SAID.format('bracketed')}|(?P<alone>{FIRM_UNIT})){_CLOSES}|{_SAID.format('bare')}"
        r"|(?:all )?(?:figures|amounts|values|money) (?:are )?in (?P<latin>[^\n，；;]{2,24}))",
        "common_unit",
    )
    + _END
    + written(
        rf"|{_OPENS}{_SAID.format('within')}{_CLOSES}(?=[ ]*[:：]?[ ]*\n|[ ]*[:：][ ]*[^0-9\s])"
        rf"|(?<=[0-9])[ \t]+{_SAID.format('behind')}[ \t]*(?=[\n，,。；;]|$)"
        rf"|(?<=\s){_SAID.format('ahead')}(?=[ \t]*[^0-9\s，,。；;])"
        rf"|(?<=[0-9])[ ]*{_OPENS}(?P<last>[万亿]元?){_CLOSES}[ ]*$",
        "common_unit",
    ),
    re.IGNORECASE,
)
"""On a line or in a clause of its own; in brackets before what begins a list; alone behind the last number."""


def without_common_unit(text: str) -> tuple[str, str]:
    """Take the unit of all figures out of a text; '' where none is said, or several are.

    What is taken out is blanked, so that what stands around it stays where it was.
    """
    found = [(match, _unit(match)) for match in _COMMON.finditer(text)]
    units = {unit for _, unit in found}
    if len(units) != 1 or not (unit := next(iter(units))):
        return text, ""
    for match, _ in found:
        text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    return text, unit


def with_common_unit(item: Waiting, unit: str, programme: Programme) -> Waiting:
    """Put the unit of all figures behind one that has none and is counted in its dimension."""
    metric, of_all = programme.metric.get(item.metric), unit_named(unit.removeprefix("千"))
    wanted = None if metric is None else unit_named(metric.unit)
    if wanted is None or of_all is None or wanted.dimension != of_all.dimension:
        return item
    read = read_quantity(item.text)
    bare = isinstance(read, Quantity) and read.unit is None and not read.scaled
    return replace(item, text=f"{item.text.strip()}{unit}") if bare else item


def _unit(match: re.Match[str]) -> str:
    if match["latin"] is None:
        unit: str = next(match[name] for name in _ZH if match[name])
        return f"{unit}元" if unit in {"万", "亿"} else unit
    unit = in_chinese(match["latin"])
    return unit if unit_named(unit) is not None else ""
