"""The units figures are typed in, each with its exact size in its dimension's base unit."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

from zc_bot.values import dataclass

Dimension = Literal["area", "money", "count", "share"]
Counted = Literal["", "any", "person", "firm", "place", "item"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `size` is in m², 元, one, or %. `counts` says what a counting word is used for."""

    symbol: str
    dimension: Dimension
    size: Fraction = Fraction(1)
    counts: Counted = ""


_TABLE: tuple[tuple[Unit, str], ...] = (
    (Unit("m²", "area"), "m² ㎡ m2 平方米 平米 平方 平 sqm sq.m 方"),
    (Unit("km²", "area", Fraction(10**6)), "km² ㎢ km2 平方公里 平方千米 sqkm"),
    (Unit("公顷", "area", Fraction(10**4)), "公顷 ha hm² hm2 hectare hectares"),
    (Unit("亩", "area", Fraction(2000, 3)), "亩 mu"),
    (Unit("元", "money"), "元 圆 块 块钱 元人民币 人民币 rmb cny yuan"),
    (Unit("%", "share"), "% 个% percent pct"),
    (Unit("‰", "share", Fraction(1, 10)), "‰"),
    (Unit("成", "share", Fraction(10)), "成"),
    (Unit("个", "count", counts="any"), "个 unit units"),
    (Unit("人", "count", counts="person"), "人 名 位 个人 person persons people employees"),
    (Unit("家", "count", counts="firm"), "家 户 家企业 户企业 个企业 company companies firms"),
    (Unit("处", "count", counts="place"), "处 所 座 间 栋"),
    (Unit("项", "count", counts="item"), "项 件"),
)
UNITS: dict[str, Unit] = {name: unit for unit, names in _TABLE for name in names.split()} | {
    "square metres": _TABLE[0][0],
    "square meters": _TABLE[0][0],
    "sq m": _TABLE[0][0],
    "sq km": _TABLE[1][0],
    "square kilometres": _TABLE[1][0],
    "square kilometers": _TABLE[1][0],
}
"""Units by every name, Latin ones in lower case."""

_LATIN_SUMS = {
    "10k": "万元", "10,000": "万元", "10000": "万元", "tenthousand": "万元", "100million": "亿元", "100m": "亿元",
    "million": "百万元", "m": "百万元", "mn": "百万元", "billion": "十亿元", "bn": "十亿元",
}
_LATIN_SUM = re.compile(rf"[x×]?(?P<scale>{'|'.join(map(re.escape, _LATIN_SUMS))})(?:of)?(?:yuan|rmb|cny)")
"""Units of money with an English scale, without spaces: 10k yuan, 100 million yuan."""
_SCALES = {"万": 10**4, "亿": 10**8}
_SPOKEN = sorted((re.escape(name) for name in UNITS if not name.isascii()), key=len, reverse=True)
_FIRM = [name for name in _SPOKEN if UNITS.get(name) and UNITS[name].dimension in {"money", "area"}]
UNIT = rf"(?:[万亿]?(?:{'|'.join(_SPOKEN)})|[万亿%％])"
"""A pattern of a Chinese unit, which may be a scale alone."""
FIRM_UNIT = rf"(?:[万亿]?(?:{'|'.join(name for name in _FIRM if len(name) > 1 or name in '元亩')})|[%％])"
"""The same of those that are no part of other words, so that they may stand apart from a number."""


def unit_named(name: str) -> Unit | None:
    """Look a unit up by name, with or without 万 or 亿 before it: 万元, 亿元, 平方米."""
    name = in_chinese(name.strip().lower())
    if name in {"百万元", "十亿元"}:
        return Unit(name, "money", Fraction(10**6 if name == "百万元" else 10**9))
    if name in UNITS:
        return UNITS[name]
    base = UNITS.get(name[1:]) if name[:1] in _SCALES else None
    return base and Unit(name, base.dimension, base.size * _SCALES[name[0]], base.counts)


def in_chinese(name: str) -> str:
    """Write a unit of money with an English scale as amounts are read: 10k yuan is 万元; any other as it is."""
    match = _LATIN_SUM.fullmatch("".join(name.lower().split()))
    return name if match is None else _LATIN_SUMS[match["scale"]]


def countable(typed: Unit, wanted: Unit) -> bool:
    """Tell whether a counting word suits a metric's: 个 suits all, 家 suits 个, 人 suits only people."""
    if typed.counts == wanted.counts or typed.counts == "any":
        return True
    return wanted.counts == "any" and typed.counts != "person"


def beside_amount(word: str) -> str:
    """Match a word by itself; one of a single character only right before a number, with nothing before it."""
    if word.isascii():
        return rf"(?<![a-z]){re.escape(word)}(?![a-z])"
    if len(word) > 1:
        return re.escape(word)
    behind_number = r"(?<![0-9])(?<![0-9] )" if unit_named(word) is not None else ""
    return rf"(?<![\u4e00-\u9fff0-9\t|]){behind_number}{re.escape(word)}(?=[是为]?[0-9])"
