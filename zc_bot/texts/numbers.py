"""Figures as people read them: grouped digits, units, large sums and areas in 亿 and 万 besides."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from zc_bot.evaluation.figures import Marker
from zc_bot.parsing.conversion import Reading, read_figure
from zc_bot.parsing.numerals import plain
from zc_bot.policy.records import Derived, Metric
from zc_bot.texts.catalog import Lang, texts_for

_WIDE = Context(prec=100)
_LARGE: dict[tuple[str, str], tuple[tuple[int, int, str], ...]] = {
    ("zh", "万元"): ((4, 4, "亿元"),),
    ("zh", "m²"): ((4, 4, "万平方米"),),
    ("en", "万元"): ((5, 5, " billion yuan"), (2, 2, " million yuan")),
}
"""For a language and a unit: from which power of ten on a larger unit is shown, that unit's power and its name."""


_SPOKEN: dict[tuple[str, str], tuple[int, str]] = {("en", "万元"): (4, " yuan")}
"""Units that a language has no word for: how many powers of ten of a smaller one they are, and its name."""


def format_number(value: Decimal) -> str:
    """Group the digits by thousands and drop trailing zeros; nothing is rounded."""
    return f"{plain(value):,f}"


def format_value(value: Decimal, unit: str, lang: Lang) -> str:
    """Write a value exactly, with its unit: 456,000万元. English money is in yuan, millions or billions."""
    if (lang, unit) in _SPOKEN:
        return format_large(value, unit, lang)
    return f"{format_number(value)}{unit_name(unit, lang)}"


def unit_name(unit: str, lang: Lang) -> str:
    """Name a unit in the language, ready to stand after digits; a unit without a name stands for itself."""
    texts = texts_for(lang)
    key = f"numbers.unit.{unit}"
    if texts.has(key):
        return texts.plain(key)
    above, _, below = unit.partition("/")
    if below:
        return f"{unit_name(above, lang)}/{unit_name(below, lang).strip()}"
    return f" {unit}" if lang == "en" and unit else unit


def format_large(value: Decimal, unit: str, lang: Lang, decimals: int | None = None) -> str:
    """Write a value in the unit that people say it in: 456,000 万元 is 45.6亿元; small ones as they are.

    decimals: a unit in which the exact value has more than so many is passed over.
    """
    for least, power, name in _LARGE.get((lang, unit), ()):
        if abs(value) >= Decimal(10) ** least:
            written = format_number(value.scaleb(-power, _WIDE))
            if decimals is None or len(written.partition(".")[2]) <= decimals:
                return f"{written}{name}"
    if (lang, unit) in _SPOKEN:
        power, name = _SPOKEN[lang, unit]
        return f"{format_number(value.scaleb(power, _WIDE))}{name}"
    return format_value(value, unit, lang)


def format_metric(value: Decimal | None, marker: Marker | None, metric: Metric | Derived, lang: Lang) -> str:
    """Write a figure of a metric: its value, yes or no, its marker, or that it was not reported."""
    texts = texts_for(lang)
    if marker is not None:
        return texts.plain(f"numbers.{marker}")
    if value is None:
        return texts.plain("numbers.missing")
    if isinstance(metric, Metric) and metric.kind == "yesno":
        return texts.plain("numbers.yes" if value else "numbers.no")
    return format_value(value, metric.unit, lang)


def format_echo(typed: str, value: Decimal | None, marker: Marker | None, metric: Metric, lang: Lang) -> str:
    """Show a figure as typed beside how it was read: 45.6亿元 = 456,000万元; one that says no unit is no equation."""
    shown = format_metric(value, marker, metric, lang)
    said = shorten(typed.strip())
    if value is not None and metric.kind != "yesno" and _says_the_same(said, value, metric):
        said = format_large(value, metric.unit, lang)
    if not said or said == shown:
        return shown
    found = read_figure(typed, metric)
    if value is None or (isinstance(found, Reading) and found.value == value):
        return f"{said} = {shown}"
    return texts_for(lang).plain("numbers.read_as", said=said, shown=shown)


def shorten(text: str, length: int = 60) -> str:
    """Cut what a person wrote to a length that leaves room for the rest of a message."""
    return text if len(text) <= length else text[: length - 1] + "…"


def format_percent(value: Fraction | Decimal, against: Iterable[Decimal] = (), places: int = 2) -> str:
    """Round a percentage half to even, with more decimals where it would come to lie on or over a threshold."""
    return f"{rounded(value, against, places):f}%"


def rounded(value: Fraction | Decimal, against: Iterable[Decimal] = (), places: int = 2) -> Decimal:
    """Round half to even to `places`, or to the first number of places that keeps every threshold's side.

    59.996 against 60 is 59.996, never 60.00; a value that equals a threshold stays equal.
    """
    exact = Fraction(value)
    thresholds = [Fraction(item) for item in against]
    shown = _quantized(exact, places)
    while any(_side(exact, item) != _side(Fraction(shown), item) for item in thresholds):
        places += 1
        shown = _quantized(exact, places)
    return shown


def _quantized(value: Fraction, places: int) -> Decimal:
    scaled = round(value * 10**places)
    return Decimal(scaled).scaleb(-places, _WIDE).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _WIDE)


def _side(value: Fraction, threshold: Fraction) -> int:
    return (value > threshold) - (value < threshold)


def _says_the_same(typed: str, value: Decimal, metric: Metric) -> bool:
    """Tell whether the text already is the value in the metric's unit, so that another unit says more."""
    squeezed = typed.replace(",", "").replace(" ", "")
    return squeezed in {f"{plain(value):f}", f"{plain(value):f}{metric.unit}"}


def scale_unit(largest: Decimal, unit: str, lang: Lang) -> tuple[int, str]:
    """Choose the unit of a chart whose largest value is given: its power of ten and its name."""
    rule = _larger(largest, unit, lang)
    return (0, unit_name(unit, lang)) if rule is None else (rule[1], rule[2])


def _larger(value: Decimal, unit: str, lang: Lang) -> tuple[int, int, str] | None:
    """Return the largest unit that a value is said in, where that is another."""
    rules = _LARGE.get((lang, unit), ())
    return next((rule for rule in rules if abs(value) >= Decimal(10) ** rule[0]), None)


def brief_number(value: Decimal, power: int, bounds: Iterable[Decimal] = ()) -> str:
    """Write a value in a unit of a power of ten, with few decimals, yet on its own side of every bound."""
    scaled, limits = value.scaleb(-power, _WIDE), [bound.scaleb(-power, _WIDE) for bound in bounds]
    places = 0 if abs(scaled) >= 1000 else 1 if abs(scaled) >= 100 else 2
    while True:
        brief = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _WIDE)
        if all((brief > limit) == (scaled > limit) and (brief < limit) == (scaled < limit) for limit in limits):
            return format_number(brief)
        places += 1
