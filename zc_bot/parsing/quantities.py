"""A number with its unit, as typed: 45.6亿元, 二十万平方米, 七成五, 百分之六十, 1,280 家."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from zc_bot.parsing.numerals import NUMERAL_CHARS, half_width, readings
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.refusals import Rejection, explain, forbidden
from zc_bot.parsing.units import UNITS, Dimension, Unit
from zc_bot.parsing.update_cache import for_an_update
from zc_bot.values import dataclass

Doubt = Literal["", "shorthand", "latin_scale", "decimal_comma"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number read exactly.

    value: the number with 万 and 亿 worked in, counted in `unit` (None: no unit was typed).
    senses: every value the text may have, the usual one first; several only with a `doubt`.
    scaled: 万 or 亿 was typed, so that a sum without a unit is one in 元.
    """

    text: str
    value: Decimal
    unit: Unit | None = None
    senses: tuple[Decimal, ...] = ()
    doubt: Doubt = ""
    scaled: bool = False

    @property
    def dimension(self) -> Dimension | None:
        return None if self.unit is None else self.unit.dimension


_UNIT_NAMES = "|".join(re.escape(name) for name in sorted(UNITS, key=len, reverse=True))
_WITH_UNIT = compile_later(rf"(?P<number>.*?)\s*(?P<unit>{_UNIT_NAMES})", re.IGNORECASE)
_PREFIXES = (("百分之", "%"), ("千分之", "‰"), ("¥", "元"), ("￥", "元"), ("人民币", "元"), ("rmb", "元"))
_TENTHS = compile_later(r"(?P<whole>[^成点.]{1,3})成(?P<half>[0-9一二三四五六七八九])")
_LATIN_SCALE = compile_later(r"(?P<count>.*?)\s*[wWkK]")
_ONE_COMMA = compile_later(r"[^,]*[0-9],[0-9][^,]*")
_SCALED = compile_later(r"[万亿萬億wW]")
_LATIN_SCALES = r"[wWkK](?![A-Za-z])"
_SPELLED = NUMERAL_CHARS.translate({ord(char): None for char in "wWkK"})
_COUNTED = compile_later(rf"(?<=[0-9{_SPELLED}]) ?个(?=[亿億])")
"""The 个 of 12个亿."""
_IN_TEXT = compile_later(
    rf"(?<![A-Za-z0-9.第前后近])(?P<prefix>百分之|千分之|[¥￥])?"
    rf"(?P<number>[0-9{_SPELLED}](?:[0-9.,{_SPELLED}]|{_LATIN_SCALES}|个(?=[亿億]))*+)"
    rf"(?P<unit>\s*(?:成[0-9一二三四五六七八九](?![0-9万亿个家人])|{_UNIT_NAMES}))?+(?!\s*[年月日号季]"
    rf"|(?<=[A-Za-z0-9])[A-Za-z²])",
    re.IGNORECASE,
)


def read_quantity(text: str) -> Quantity | Rejection:
    """Read the whole of `text` as one number with or without a unit, or say why it is none."""
    if reason := forbidden(text):
        return reason
    number, unit = _split(_COUNTED.sub("", " ".join(half_width(text).split())))
    senses, doubt = _senses(number, unit)
    if not senses:
        return explain(text if unit is None else number, text)
    return Quantity(text.strip(), senses[0], unit, senses, doubt, bool(_SCALED.search(number)))


@for_an_update
def find_quantities(text: str) -> tuple[tuple[tuple[int, int], Quantity], ...]:
    """Find the quantities within a sentence, each with its span: thresholds (低于60%) and figures.

    Years, ordinals (前三名) and lone Chinese digits (三创) are left out.
    """
    found = []
    for match in _IN_TEXT.finditer(half_width(text)):
        start, end = match.span()
        quantity = read_quantity(text[start:end].rstrip(".,，．"))
        lone = match["unit"] is None and match["prefix"] is None and match["number"] in NUMERAL_CHARS
        if isinstance(quantity, Quantity) and not lone:
            found.append(((start, start + len(text[start:end].rstrip(".,，．"))), quantity))
    return tuple(found)


def _split(text: str) -> tuple[str, Unit | None]:
    """Separate the number from its unit, which stands after it or, for some, before it."""
    for prefix, symbol in _PREFIXES:
        if text.lower().startswith(prefix):
            rest, unit = _split(text[len(prefix) :].strip())
            return (rest, UNITS[symbol]) if unit in {None, UNITS[symbol]} else (text, None)
    if tenths := _TENTHS.fullmatch(text):
        return f"{tenths['whole']}点{tenths['half']}", UNITS["成"]
    match = _WITH_UNIT.fullmatch(text)
    if match is None or not match["number"]:
        return text, None
    return match["number"], UNITS[match["unit"].lower()]


def _senses(number: str, unit: Unit | None) -> tuple[tuple[Decimal, ...], Doubt]:
    """Give every value that `number` may have, and why there are several."""
    found = readings(number)
    if len(found) > 1:
        return found, "shorthand"
    if found and unit is None and (match := _LATIN_SCALE.fullmatch(number)):
        return found + readings(match["count"]), "latin_scale"
    if not found and _ONE_COMMA.fullmatch(number):
        return readings(number.replace(",", ".")) + readings(number.replace(",", "")), "decimal_comma"
    return found, ""
