"""From a typed text to a metric's own unit, exactly; where a text has two senses, both are given."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zc_bot.parsing.numerals import EXACT, is_whole, plain
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.refusals import Rejection, forbidden
from zc_bot.parsing.units import Unit, countable, unit_named
from zc_bot.parsing.words import Word, read_word
from zc_bot.policy.records import Metric
from zc_bot.values import dataclass

LARGEST = Decimal(10) ** 18
"""Far above any figure of a city, in any unit."""
Marker = Literal["not_applicable", "confidential"]
Why = Literal[
    "shorthand", "latin_scale", "decimal_comma", "share_or_percent", "magnitude", "size", "no_unit", "none",
    "relative", "which_year", "bracketed", "several", "zeros",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """A typed figure in the metric's unit (yes is 1, no is 0), or a marker instead; `typed` is its text."""

    typed: str
    value: Decimal | None
    marker: Marker | None = None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A text with more than one sense, each offered to the person; `why` says what caused it."""

    why: Why
    readings: tuple[Reading, ...]


Outcome = Reading | Ambiguous | Rejection

_OTHER_SCALES: dict[str, tuple[Fraction, ...]] = {
    "money": (Fraction(1), Fraction(10**4), Fraction(10**8)),
    "area": (Fraction(1), Fraction(10**4), Fraction(10**6)),
    "count": (Fraction(1), Fraction(10**4)),
}
"""Units that a bare number may have been meant in, by size: 元 万元 亿元, 平方米 万平方米 平方公里, 个 万个."""


def read_figure(text: str, metric: Metric, previous: Decimal | None = None) -> Outcome:
    """Read a typed figure of `metric`: a quantity, yes or no, or a marker.

    previous: last year's value in the metric's unit, by which a slipped unit is noticed.
    """
    if word := read_word(text):
        return _from_word(word, text.strip(), metric)
    if metric.kind == "yesno":
        return forbidden(text) or Rejection("yesno_expected", text.strip()[:40])
    quantity = read_quantity(text)
    return quantity if isinstance(quantity, Rejection) else to_metric(quantity, metric, previous)


def to_metric(quantity: Quantity, metric: Metric, previous: Decimal | None = None) -> Outcome:
    """Convert a quantity into the metric's unit: exactly, or not at all."""
    wanted = unit_of(metric)
    if reason := _mismatch(quantity, metric, wanted):
        return reason
    if quantity.doubt:
        return _choice(quantity.doubt, quantity, metric, _senses(quantity, wanted))
    value = _default(quantity, wanted, quantity.value)
    if value is None:
        return Rejection("inexact_unit", quantity.text, _nearby(quantity, wanted))
    if quantity.unit is None and (other := _other_sense(quantity, metric, wanted, value, previous)):
        return other
    if code := unfit(value, metric):
        return Rejection(code, quantity.text, metric.unit)
    return Reading(quantity.text, value)


def unit_of(metric: Metric) -> Unit:
    """Give the metric's unit with its size; a counting word of another programme counts as itself."""
    return unit_named(metric.unit) or Unit(metric.unit, "count", counts="any")


def unfit(value: Decimal, metric: Metric) -> str | None:
    """Say why a value can't be one of `metric`: a code, or None."""
    if value < 0:
        return "negative"
    if metric.kind == "yesno":
        return None if value in {0, 1} else "yesno_expected"
    if metric.kind == "percent" and value > 100:
        return "above_hundred"
    if metric.kind == "whole" and not is_whole(value):
        return "whole_number"
    if value > LARGEST or (metric.most is not None and value > metric.most):
        return "too_large"
    return "too_small" if metric.least is not None and 0 < value < metric.least else None


def _from_word(word: Word, text: str, metric: Metric) -> Outcome:
    if word in {"not_applicable", "confidential"}:
        return Reading(text, None, "confidential" if word == "confidential" else "not_applicable")
    if metric.kind == "yesno":
        return Rejection("yesno_expected", text) if word == "all" else Reading(text, Decimal(word == "yes"))
    if word == "none":
        return Ambiguous("none", (Reading(text, Decimal(0)), Reading(text, None, "not_applicable")))
    if word == "all" and metric.kind == "percent":
        return Reading(text, Decimal(100))
    return Rejection("number_expected", text, metric.unit)


def _mismatch(quantity: Quantity, metric: Metric, wanted: Unit) -> Rejection | None:
    """Refuse a unit of another kind; a share where an amount is asked has a reason of its own."""
    unit = quantity.unit
    if unit is None:
        return None
    if metric.kind == "yesno":
        return Rejection("yesno_expected", quantity.text)
    if unit.dimension != wanted.dimension:
        return Rejection(
            "share_given" if unit.dimension == "share" else "wrong_dimension", quantity.text, metric.unit
        )
    if unit.dimension == "count" and not countable(unit, wanted):
        return Rejection("wrong_dimension", quantity.text, metric.unit)
    return None


def _senses(quantity: Quantity, wanted: Unit) -> tuple[Decimal | None, ...]:
    """Convert every sense; 5w of a sum in 万元 may be 50,000 元 or 50,000 of them."""
    if quantity.doubt == "latin_scale" and wanted.dimension == "money":
        return _convert(quantity.value, Fraction(1), wanted.size), quantity.value
    return tuple(_default(quantity, wanted, sense) for sense in quantity.senses)


def _default(quantity: Quantity, wanted: Unit, value: Decimal) -> Decimal | None:
    """Convert one sense: without a unit, 45.6亿 is a sum in 元 and 456000 one in the metric's unit."""
    if quantity.unit is not None:
        return _convert(value, quantity.unit.size, wanted.size)
    in_yuan = wanted.dimension == "money" and quantity.scaled
    return _convert(value, Fraction(1) if in_yuan else wanted.size, wanted.size)


def _other_sense(
    quantity: Quantity, metric: Metric, wanted: Unit, value: Decimal, previous: Decimal | None
) -> Ambiguous | Rejection | None:
    """Find what a number without a unit may mean besides `value`, by its size and by last year's figure."""
    if metric.kind == "percent" and 0 < value <= 1:
        return _choice("share_or_percent", quantity, metric, (value, EXACT.multiply(value, Decimal(100))))
    if quantity.scaled and wanted.dimension == "area" and wanted.size != 1:
        return _choice("no_unit", quantity, metric, (_convert(quantity.value, Fraction(1), wanted.size), value))
    sizes = _OTHER_SCALES.get(wanted.dimension, ())
    others = [_convert(quantity.value, size, wanted.size) for size in sizes]
    if previous is None and value > 0 and unfit(value, metric) in {"too_large", "too_small"}:
        fit = [other for other in others if other is not None and unfit(other, metric) is None]
        return _choice("magnitude", quantity, metric, fit) if fit else None
    if previous is None or previous <= 0 or value <= 0 or not _far(value, previous):
        return None
    likely = [other for other in others if other is not None and other != value and _near(other, previous)]
    return _choice("magnitude", quantity, metric, (*likely, value)) if likely else None


def _choice(why: Why, quantity: Quantity, metric: Metric, values: Iterable[Decimal | None]) -> Ambiguous | Rejection:
    """Offer the senses that can be figures of the metric; with none left, say why the first can't."""
    senses = [plain(value) for value in values if value is not None]
    fit = [value for value in dict.fromkeys(senses) if unfit(value, metric) is None]
    if not fit:
        return Rejection(
            unfit(senses[0], metric) or "unreadable" if senses else "inexact_unit", quantity.text, metric.unit
        )
    return Ambiguous(why, tuple(Reading(quantity.text, value) for value in fit))


def _far(value: Decimal, previous: Decimal) -> bool:
    return not previous / 1000 < value < previous * 1000


def _near(value: Decimal, previous: Decimal) -> bool:
    return previous / 10 <= value <= previous * 10


def _convert(value: Decimal, size: Fraction, wanted: Fraction) -> Decimal | None:
    """Work `value` units of `size` out in units of `wanted`; None where no finite decimal equals it."""
    return as_decimal(Fraction(value) * size / wanted)


def as_decimal(value: Fraction) -> Decimal | None:
    """Write a fraction as the decimal that equals it; None where there is none (1/3)."""
    rest, places = value.denominator, 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest, places = rest // prime, places + 1
    if rest != 1:
        return None
    scaled = value.numerator * 10**places // value.denominator
    digits = str(abs(scaled)).rjust(places + 1, "0")
    whole, part = (digits[:-places], digits[-places:]) if places else (digits, "0")
    return plain(Decimal(f"{'-' if scaled < 0 else ''}{whole}.{part}"))


def _nearby(quantity: Quantity, wanted: Unit) -> str:
    """Give the value to two decimals, for the person to compare with; it is never stored."""
    size = quantity.unit.size if quantity.unit else Fraction(1)
    cents = round(Fraction(quantity.value) * size / wanted.size * 100)
    return f"{cents // 100}.{cents % 100:02d}"
