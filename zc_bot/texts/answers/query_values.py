"""How a number that a composed query found is written: what it is, over how many it goes, from when to when."""

from __future__ import annotations

from decimal import Decimal

from zc_bot.evaluation.engine import Result
from zc_bot.evaluation.formulas import PLACES, Given, Percent, shown
from zc_bot.evaluation.found import Found
from zc_bot.evaluation.measurements import POINTS
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.query import in_year
from zc_bot.texts.answers.words import Words


def understood(result: Result, words: Words) -> str:
    """Say the question back with the year that was taken where it named none."""
    query = result.query if result.year is None else in_year(result.query, result.year)
    return say(query, words.programme, words.lang)


def value_of(one: Found, words: Words, with_year: bool = False) -> str:
    """Write a number as people say it; without one, that there is none."""
    if one.number is None:
        return words.texts.plain("ask.query.no_figure")
    programme = words.programme
    bounds = programme.bounds[one.measure.metric] if one.measure.view == "value" and one.unit == "%" else ()
    value, metric = shown(one.number, bounds), programme.metric.get(one.measure.metric)
    pending = words.texts.plain("ask.pending") if any(f.status == "submitted" for f in one.figures) else ""
    if one.measure.view == "difference" and one.number.key == 0:
        text = words.texts.plain("ask.query.same")
    elif one.measure.view == "difference":
        way = "ask.query.lower" if value < 0 else "ask.query.higher"
        text = words.texts.plain(way, value=amount(abs(value), one.unit, words))
    elif one.measure.view in {"change", "gain"}:
        text = f"{'+' if value > 0 else '-' if value < 0 else ''}{amount(abs(value), one.unit, words)}"
    elif one.measure.view == "climb" and one.ends is not None:
        before, now = (f"{end.key}" for end in one.ends)
        key = "ask.query.climbed" if value > 0 else "ask.query.slipped" if value < 0 else "ask.query.stayed"
        text = words.texts.plain(
            key, count=f"{abs(value):f}", before=before, now=now, counted=one.counted, of=one.of, since=one.since
        )
    elif one.measure.view == "place":
        text = words.texts.plain("ask.query.place", place=f"{value:f}", counted=one.counted, of=one.of)
    elif one.measure.view == "met":
        open_ones = (one.of or 0) - (one.counted or 0)
        key = "ask.query.met_open" if open_ones else "ask.query.met_of"
        text = words.texts.plain(key, count=f"{value:f}", of=one.of, open=open_ones)
    elif one.measure.view == "ratio":
        text = words.texts.plain("ask.query.times", value=f"{value:f}")
    elif one.measure.view == "value" and metric is not None and metric.kind == "yesno":
        text = words.figure(metric.code, value)
    else:
        if isinstance(one.number, Percent) and one.unit == "万元":
            value = one.number.rounded(0)
        text = words.quantity(value, one.unit) if isinstance(one.number, Given) else amount(value, one.unit, words)
    year = words.texts.plain("ask.query.at", year=one.year) if with_year else ""
    if with_year and one.measure.view == "total":
        year = from_to(one, words)
    return f"{text}{year}{pending}"


def amount(value: Decimal, unit: str, words: Words) -> str:
    """Write a number that was worked out: money to whole 万元, all else to two decimals."""
    if unit in {"%", POINTS}:
        return f"{value:f}{words.unit(unit)}"
    places = 0 if unit == "万元" else PLACES
    return words.quantity(value.quantize(Decimal(1).scaleb(-places)), unit)


def counted_of(one: Found, words: Words) -> str:
    """Say over how many of how many a fold goes."""
    alone = len(one.places) == 1 and one.counted == one.of
    if one.counted is None or one.measure.view in {"met", "place", "climb"} or alone:
        return ""
    if one.authority and one.counted == one.of:
        return ""
    if one.since is not None and one.measure.view == "value":
        key = "ask.query.years_counted" if one.counted == one.of else "ask.query.years_counted_part"
        return words.texts.plain(key, counted=one.counted, of=one.of)
    key = "ask.query.counted" if one.counted == one.of else "ask.query.counted_part"
    whole = words.texts.plain(key, counted=one.counted, of=one.of)
    if one.part is None:
        return whole
    counted, of = one.part
    return words.texts.plain("ask.query.part_of_share", counted=counted, of=of) + whole


def from_to(one: Found, words: Words) -> str:
    """Say from when to when a growth goes, which may differ from row to row."""
    if one.since is None:
        return ""
    return words.texts.plain("ask.query.from_to", since=one.since, until=one.year)
