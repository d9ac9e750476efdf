"""The figures that a composed query found: one alone, looked at in several ways, or a row each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from markupsafe import Markup

from zc_bot.evaluation.engine import Result
from zc_bot.evaluation.formulas import Percent, order, shown
from zc_bot.evaluation.found import Found
from zc_bot.evaluation.measurements import POINTS
from zc_bot.parsing.composition.values import OF_ONE_AUTHORITY
from zc_bot.parsing.query import Measure, Query
from zc_bot.texts.answers.query_values import amount, counted_of, from_to, understood, value_of
from zc_bot.texts.answers.words import Words


def figures(result: Result, words: Words) -> tuple[list[Markup], list[Markup]]:
    known = [one for one in result.rows if one.number is not None]
    if not known:
        none_chosen = result.query.places.is_described and not (result.chosen or result.undecided)
        return [words.texts("ask.query.none_chosen" if none_chosen else "ask.query.nothing")], []
    if len(result.rows) == 1 or result.query.fold == "spread" or any(result.query.trim):
        one, *ends = known
        name = _name(one, result, words)
        head = words.texts("ask.query.one", value=value_of(one, words), name=name, counted=counted_of(one, words))
        sides = _sides(one, result.query.other, words)
        times = _times_of_ends(ends, words) if result.query.fold == "spread" else ()
        return [head], [*_span(one, words), *sides, *(_end(row, words) for row in ends), *times]
    if result.query.at is not None and len(known) == 2:
        best, one = known
        head = words.texts(
            "ask.query.one", value=value_of(one, words), name=_named(one, result, words),
            counted=counted_of(one, words),
        )
        why = words.texts(
            "ask.query.at_lowest" if result.query.at.ascending else "ask.query.at_highest",
            metric=words.measured(best.measure), value=value_of(best, words),
        )
        return [head], [why]
    if len({one.measure for one in known}) == len(known) and _is_looked_at_so(result):
        return _looks(known, result, words)
    several_metrics = len({one.measure.metric for one in known}) > 1
    several_years = len({one.year for one in known}) > 1
    counts = {counted_of(one, words) for one in known}
    once = counts.pop() if len(counts) == 1 and len(known) > 1 else None
    lines = [
        words.texts(
            "ask.query.ranked" if one.rank else "ask.query.line", rank=one.rank or "",
            name=_short(one, result, words, several_metrics, several_years),
            value=value_of(one, words) + (counted_of(one, words) if once is None else "") + from_to(one, words),
        )
        for one in known
    ]
    head = words.texts("ask.query.rows", count=len(known), title=_title(result, words) + (once or ""))
    return [head], [*lines, *_between_groups(known, result.query, words)]


def _between_groups(known: Sequence[Found], query: Query, words: Words) -> Iterable[Markup]:
    """Say how far two groups are apart, and of amounts how many times the smaller the greater is."""
    if len(known) != 2 or not all(one.places for one in known):
        return
    low, high = sorted(known, key=lambda one: order(one.number))  # type: ignore[arg-type]
    assert low.number is not None
    assert high.number is not None
    part_of_other = {*low.places} <= {*high.places} or {*high.places} <= {*low.places}
    in_percent = high.unit == "%"
    if part_of_other and not in_percent:
        return
    apart = shown(Percent(high.number.key - low.number.key))
    name, other = (_group(one, query, words) for one in (high, low))
    value = amount(apart, POINTS if in_percent else high.unit, words)
    if in_percent or low.number.key <= 0:
        yield words.texts("ask.query.line_alone", text=words.texts.plain("ask.query.above", name=name, value=value))
        return
    times = shown(Percent(high.number.key / low.number.key))
    yield words.texts("ask.query.groups_apart", name=name, value=value, times=f"{times:f}", other=other)


def _group(one: Found, query: Query, words: Words) -> str:
    """Name several communities that are a row; those that are all but the first group's by how many they are."""
    parted = sum(map(len, query.groups)) == len(words.programme.communities) and len(one.places) > OF_ONE_AUTHORITY
    batches = all(len({words.programme.community[code].start for code in group}) == 1 for group in query.groups)
    if parted and not batches and one.places == query.groups[-1]:
        return words.texts.plain("ask.query.rest", count=len(one.places))
    return words.group(one.places)


def _named(one: Found, result: Result, words: Words) -> str:
    """Name a figure by its place, year and metric."""
    return f"{_short(one, result, words, with_metric=False, with_year=True)}{words.measured(one.measure)}"


def _is_looked_at_so(result: Result) -> bool:
    """Tell whether one figure was asked for in several ways."""
    measures = result.query.measures
    return len({one.view for one in measures}) > 1 and measures[0].view == "value"


def _looks(known: Sequence[Found], result: Result, words: Words) -> tuple[list[Markup], list[Markup]]:
    """Give the figure first, then what else was asked of it."""
    first, *others = known
    plain = replace(result, query=replace(result.query, measures=result.query.measures[:1]))
    head = words.texts(
        "ask.query.one", value=value_of(first, words), name=_name(first, plain, words),
        counted=counted_of(first, words),
    )
    lines = [
        words.texts(
            "ask.query.line", name=words.texts.plain(f"ask.query.look.{one.measure.view}", since=one.since or ""),
            value=value_of(one, words) + counted_of(one, words),
        )
        for one in others
    ]
    return [head], lines


def _end(one: Found, words: Words) -> Markup:
    """Name the highest or the lowest with its place and figure."""
    return words.texts("ask.query.line", name=words.community(one.community), value=value_of(one, words))


def _times_of_ends(ends: Sequence[Found], words: Words) -> Iterable[Markup]:
    """Say of amounts how many times the lowest the highest is."""
    amounts = [row for row in ends if row.measure.view == "value" and row.unit != "%"]
    numbers = [row.number for row in amounts if row.number is not None]
    if len(numbers) == 2 and numbers[1].key > 0:
        times = shown(Percent(numbers[0].key / numbers[1].key))
        yield words.texts("ask.query.times_of_ends", times=f"{times:f}")


def _title(result: Result, words: Words) -> str:
    """Name what all rows are about."""
    measures = dict.fromkeys(one.measure for one in result.rows)
    met = words.texts.plain("ask.query.met")
    named = dict.fromkeys(words.measured(one) or met for one in measures)
    names = words.texts.plain("ask.comma").join(named)
    years = sorted({one.year for one in result.rows})
    spans = result.query.measures[0].view == "total"
    when = words.texts.plain("ask.query.year", year=years[0]) if len(years) == 1 and not spans else ""
    view = words.texts.plain(f"ask.query.view.{result.query.measures[0].view}")
    folded = result.query.fold in {"mean", "median"}
    fold = words.texts.plain(f"ask.query.folded.{result.query.fold}") if folded else ""
    return f"{when}{names}{view}{fold}"


def _short(one: Found, result: Result, words: Words, with_metric: bool, with_year: bool) -> str:
    if one.places:
        return _group(one, result.query, words)
    name = words.authority(one.authority) if one.authority else words.community(one.community)
    if one.community is None and one.authority is None and result.query.places.codes:
        name = words.listed(words.community(code) for code in result.query.places.codes)
    elif one.community is None and one.authority is None and (without := result.query.places.without):
        name = words.places([code for code in words.programme.community if code not in without])
    year = words.texts.plain("ask.query.year", year=one.year) if with_year else ""
    return f"{name}{year}{words.measured(one.measure) if with_metric else ''}"


def _name(one: Found, result: Result, words: Words) -> str:
    """Name what a single number is of: a fold and a relation by the whole question, so that no part is left out."""
    if result.query.fold or result.query.other:
        said = understood(result, words)
        return said if str(one.year) in said else f"{said}{words.texts.plain('ask.query.at', year=one.year)}"
    view = words.texts.plain(f"ask.query.view.{one.measure.view}")
    metric = words.measured(one.measure)
    place = words.authority(one.authority) if one.authority else words.community(one.community)
    if one.community is None and one.authority is None and result.query.places.codes:
        place = words.listed(words.community(code) for code in result.query.places.codes)
    elif one.community is None and one.counted is not None and one.counted != one.of:
        place = words.texts.plain("ask.query.part", counted=one.counted)
    return f"{place}{words.texts.plain('ask.query.year', year=one.year)}{metric}{view}"


def _sides(one: Found, other: str, words: Words) -> Iterable[Markup]:
    """Name both figures of a difference or a ratio of two communities."""
    if one.since is not None or one.ends is None or one.community is None or other not in words.programme.community:
        return
    plain = replace(one, measure=Measure(one.measure.metric), unit=words.programme.measure[one.measure.metric].unit)
    for code, number in zip((one.community, other), one.ends, strict=True):
        value = value_of(replace(plain, number=number, figures=()), words)
        yield words.texts("ask.query.line", name=words.community(code), value=value)


def _span(one: Found, words: Words) -> Iterable[Markup]:
    if one.since is None or one.measure.view == "climb":
        return
    if one.ends is None:
        yield words.texts("ask.query.span", since=one.since, until=one.year)
        return
    plain = replace(one, measure=Measure(one.measure.metric), unit=words.programme.measure[one.measure.metric].unit)
    before, now = (value_of(replace(plain, number=end, figures=()), words) for end in one.ends)
    yield words.texts("ask.query.ends", since=one.since, until=one.year, before=before, now=now)
