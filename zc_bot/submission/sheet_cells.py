"""Cells of a sheet: what of them can be a figure, a unit or a reason, and why another can't."""

from __future__ import annotations

from decimal import Decimal

from zc_bot.parsing.conversion import unit_of
from zc_bot.parsing.numerals import plain
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.units import countable, in_chinese, unit_named
from zc_bot.policy.folding import folded
from zc_bot.policy.records import Metric
from zc_bot.sheets import MAX_CELL, Cell, Odd
from zc_bot.sheets.headings import Column
from zc_bot.submission.events import Refused

_HARMLESS: dict[Column, frozenset[str]] = {
    "value": frozenset(),
    "metric": frozenset({"date", "display", "digits", "hidden"}),
}
_TEXTUAL = frozenset({"date", "display", "digits", "hidden", "merged"})
"""What a cell may be where only what it shows counts."""
_NO_UNIT = frozenset({"", "-", "--", "—", "——", "/", "无", "是/否", "是否", "yes/no", "n/a"})
_SCALES = ("万", "亿")
_SAID: dict[str, tuple[str, ...]] = {
    "money": ("元", "万元", "亿元"),
    "area": ("m²", "万m²", "km²", "公顷", "亩"),
    "share": ("%", "‰"),
}
_APOSTROPHE = compile_later("['’‘](?=[0-9])")
"""As Excel is told that a number is a text; what a program wrote may still hold it."""
_DIGITS = compile_later(r"[0-9.,，\s]+")
_PLAIN = compile_later(r"-?[0-9]+(?:[.][0-9]+)?")


def text_of(cell: Cell) -> str:
    """Give a cell's text as a person sees it, a number without exponent or trailing zeros."""
    if isinstance(cell, Decimal):
        return f"{plain(cell):f}"
    text = str(cell).strip()
    return text[1:] if _APOSTROPHE.match(text) else text


def figure_of(cell: Cell, metric: Metric, unit: str = "") -> Cell:
    """Give the number of a cell whose format only puts a unit behind it, and 1 or 0 as yes or no.

    The metric's own goes without saying; another is said where all digits are shown, and no other unit (`unit`)
    is given for it.
    """
    if metric.kind == "yesno" and text_of(cell) in {"1", "0"}:
        return "是" if text_of(cell) == "1" else "否"
    if not (isinstance(cell, Odd) and cell.why == "display" and cell.suffix):
        return cell
    said, own = unit_named(in_chinese(cell.suffix)), unit_of(metric)
    if said == own:
        return Decimal(cell.held)
    scaled = cell.suffix in _SCALES or (said is not None and said.dimension == own.dimension != "count")
    agrees = unit in {"", unit_text(cell.suffix)}
    return f"{cell.held}{cell.suffix}" if scaled and agrees and metric.kind != "yesno" and _shows_all(cell) else cell


def _shows_all(cell: Odd) -> bool:
    """Tell whether a number with a unit behind it is shown with all its digits: 82.3亿元, and not of 82.34."""
    said = cell.shown.removesuffix(cell.suffix).strip().replace(",", "")
    return _PLAIN.fullmatch(said) is not None and Decimal(said) == Decimal(cell.held)


def odd_cell(cell: Cell, column: Column, metric: Metric | None = None) -> Refused | None:
    """Say why a cell can't be taken where it stands: only of figures does more count than what they show."""
    if not isinstance(cell, Odd) or cell.why in _HARMLESS.get(column, _TEXTUAL):
        return None
    code = metric.code if metric is not None and column == "value" else ""
    expected = str(MAX_CELL) if cell.why == "long" else cell.held
    return Refused(f"cell_{cell.why}", code, found=cell.shown, expected=expected)


def unit_text(cell: Cell) -> str:
    """Give a unit cell's text without spaces and brackets; '' where it says that there is none."""
    bare = folded(text_of(cell)).strip("()[]【】")
    return "" if bare in _NO_UNIT else in_chinese(bare)


def unfit_unit(cell: Cell, metric: Metric) -> Refused | None:
    """Say why a unit cell doesn't suit a metric: no unit at all, one of something else, or none is wanted."""
    unit = unit_text(cell)
    if unit in {"", folded(metric.unit)} or (unit in _SCALES and metric.kind != "yesno"):
        return None
    if metric.kind == "yesno":
        return Refused("unit_needless", metric.code, found=text_of(cell))
    named, wanted = unit_named(unit), unit_of(metric)
    if named is None:
        return Refused("unknown_unit", metric.code, found=text_of(cell), expected=_units_for(metric))
    if named.dimension == wanted.dimension and (wanted.dimension != "count" or countable(named, wanted)):
        return None
    return Refused("wrong_dimension", metric.code, found=text_of(cell), expected=_units_for(metric))


def shifted_reason(reason: str) -> Refused | None:
    """Refuse a reason of nothing but digits: the rest of a number that a comma cut in two."""
    return Refused("reason_digits", found=reason[:20]) if reason and _DIGITS.fullmatch(reason) else None


def _units_for(metric: Metric) -> str:
    """Name the units that would be taken, the metric's own first."""
    return " / ".join(dict.fromkeys((metric.unit, *_SAID.get(unit_of(metric).dimension, ()))))
