"""The answer to a question that puts several things together: the number first, and how it was understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from markupsafe import Markup

from zc_bot.evaluation.engine import Result
from zc_bot.evaluation.formulas import PLACES, Given, Percent, order, shown
from zc_bot.evaluation.found import Found
from zc_bot.evaluation.measurements import POINTS
from zc_bot.evaluation.result import Answer
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.composition.values import OF_ONE_AUTHORITY
from zc_bot.parsing.query import Measure, Query, in_year, named_years
from zc_bot.texts.answers.message import Message
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import without_html

SHOWN = 13
"""More rows than these are counted."""


def word_query(answer: Answer, words: Words) -> Message:
    """Word what a composed query found."""
    result = answer.result
    assert result is not None
    head, body = _WORDING[result.query.ask](result, words)
    beside = [*_lacking(result, words), *_means(result, words), *_undecided(result, words), *_open(result, words)]
    said = _understood(result, words)
    read = [] if said in without_html(head[0]) else [words.texts("ask.query.read", said=said)]
    tail = [*beside, *read]
    return Message(head, body[:SHOWN], tail, unsaid=max(0, len(body) - SHOWN))


def _understood(result: Result, words: Words) -> str:
    """Say the question back with the year that was taken where it named none."""
    query = result.query if result.year is None else in_year(result.query, result.year)
    return say(query, words.programme, words.lang)


def _places(result: Result, words: Words) -> tuple[list[Markup], list[Markup]]:
    query = result.query if result.year is None else in_year(result.query, result.year)
    years = named_years(query)
    totals = any(one.measure.view == "total" for one in result.grounds)
    when = words.texts.plain("ask.query.when", year=years[0]) if len(years) == 1 and not totals else ""
    head = words.texts("ask.query.places", count=len(result.chosen), of=result.looked_at, when=when)
    by_place: dict[str | None, list[Found]] = {}
    for one in result.grounds:
        by_place.setdefault(one.community, []).append(one)
    several = len({one.measure for one in result.grounds}) > 1
    lines = [
        words.texts("ask.query.line", name=words.community(place), value=value)
        if (value := _values(by_place.get(place, ()), words, with_year=not when, with_metric=several))
        else words.texts("ask.query.name", name=words.community(place))
        for place in result.chosen
    ]
    if result.query.ask == "count" and result.rows:
        return _counts(result, words)
    top = result.query.places.top
    if top is not None and top.count == len(result.chosen) == 1:
        (place,) = result.chosen
        value = _values(by_place.get(place, ()), words)
        known = result.looked_at - len(result.undecided)
        key = "ask.query.best" if known == result.looked_at else "ask.query.best_part"
        return [words.texts(key, name=words.community(place), value=value, known=known, of=result.looked_at)], []
    return [head], lines


def _counts(result: Result, words: Words) -> tuple[list[Markup], list[Markup]]:
    """Say year by year, or of each authority, how many there were, of how many that can be told."""
    when = words.texts.plain("ask.query.year", year=result.rows[0].year)
    parts = [
        words.texts.plain(
            "ask.query.count_of" if one.counted == one.of else "ask.query.count_part",
            name=words.authority(one.authority),
            count="?" if one.number is None else f"{one.number.key}", known=one.counted, of=one.of,
        )
        if one.authority
        else words.texts.plain(
            "ask.query.in_year_count", year=one.year, count="?" if one.number is None else f"{one.number.key}",
            known=one.counted, of=one.of,
        )
        for one in result.rows
    ]
    if result.query.by:
        return [words.texts("ask.query.rows", title=when)], [
            words.texts("ask.query.line_plain", text=part) for part in parts
        ]
    return [words.texts("ask.query.line_alone", text=parts[0])], [
        words.texts("ask.query.line_alone", text=part) for part in parts[1:]
    ]


def _values(
    found: Iterable[Found], words: Words, with_year: bool = True, with_metric: bool = False
) -> str:
    """Write what a place was chosen by; of several metrics each by its name, of a share over how many it goes."""
    parts = []
    for one in found:
        counted = _counted(one, words) if one.measure.view == "share" and one.counted != one.of else ""
        value = f"{_value(one, words, with_year)}{counted}"
        name = words.measured(one.measure) if with_metric else ""
        parts.append(words.texts.plain("ask.query.named", name=name, value=value) if name else value)
    return words.texts.plain("ask.comma").join(parts)


def _responsible(result: Result, words: Words) -> tuple[list[Markup], list[Markup]]:
    named = {place: words.programme.community[place].authority for place in result.chosen}
    if not named:
        return [words.texts("ask.query.nothing" if result.undecided else "ask.query.none_chosen")], []
    authorities = dict.fromkeys(words.authority(code) for code in named.values())
    head = words.texts("ask.query.responsible", names=words.listed(authorities))
    by_place = {one.community: one for one in result.grounds}
    lines = [
        words.texts(
            "ask.query.of_authority", name=words.community(place), authority=words.authority(authority),
            value=f"　{_value(by_place[place], words, with_year=True)}" if place in by_place else "",
        )
        for place, authority in named.items()
    ]
    return [head], lines


def _years(result: Result, words: Words) -> tuple[list[Markup], list[Markup]]:
    known = [one for one in result.rows if one.number is not None and one.rank]
    part = [one for one in result.rows if not one.rank and one.counted]
    left = [
        words.texts(
            "ask.query.years_left",
            years=words.texts.plain("ask.comma").join(
                words.texts.plain("ask.query.year", year=one.year) + _counted(one, words) for one in part
            ),
        )
    ] if part else []
    if not known:
        return [words.texts("ask.query.no_whole_year" if part else "ask.query.nothing")], left
    best = [one for one in known if one.rank == 1]
    other = result.query.other
    if result.query.fold == "spread":
        last = [one for one in known if one.rank == known[-1].rank]
        return [_in_year(best, words, "highest_in"), _in_year(last, words, "lowest_in")], left
    head = _in_year(best, words, "in_year", other)
    lines = [
        words.texts(
            "ask.query.line", name=words.texts.plain("ask.query.year", year=one.year),
            value=_apart(one, other, words) + _counted(one, words),
        )
        for one in known[len(best) : len(best) + 3]
    ]
    return [head], [*lines, *left]


def _in_year(same: Sequence[Found], words: Words, key: str, other: str = "") -> Markup:
    """Name the years in which it was the same, with their figure."""
    names = words.texts.plain("ask.comma").join(words.texts.plain("ask.query.year", year=one.year) for one in same)
    value, counted = _apart(same[0], other, words), _counted(same[0], words)
    return words.texts(f"ask.query.{key}", years=names, value=value, counted=counted)


def _apart(one: Found, other: str, words: Words) -> str:
    """Say of two which is above, and by how much; of one its figure."""
    if not other or one.number is None or one.number.key == 0:
        return _value(one, words)
    above = one.community if one.number.key > 0 else other
    value = _amount(abs(shown(one.number)), one.unit, words)
    return words.texts.plain("ask.query.above", name=words.community(above), value=value)


def _in_years(result: Result, words: Words) -> tuple[list[Markup], list[Markup]]:
    """Name the years in which a condition held."""
    if not result.rows:
        return [words.texts("ask.query.no_year")], []
    years = (words.texts.plain("ask.query.year", year=one.year) for one in result.rows)
    names = words.texts.plain("ask.comma").join(years)
    head = words.texts("ask.query.in_years", years=names, count=len(result.rows))
    lines = [
        words.texts(
            "ask.query.line", name=words.texts.plain("ask.query.year", year=one.year), value=_value(one, words),
        )
        for one in result.rows if one.number is not None
    ]
    return [head], lines


def _open(result: Result, words: Words) -> list[Markup]:
    """Name the years of which it can't be told."""
    if not result.unknown:
        return []
    years = words.texts.plain("ask.comma").join(str(year) for year in result.unknown)
    return [words.texts("ask.query.years_open", years=years)]


def _figures(result: Result, words: Words) -> tuple[list[Markup], list[Markup]]:
    known = [one for one in result.rows if one.number is not None]
    if not known:
        none_chosen = result.query.places.is_described and not (result.chosen or result.undecided)
        return [words.texts("ask.query.none_chosen" if none_chosen else "ask.query.nothing")], []
    if len(result.rows) == 1 or result.query.fold == "spread" or any(result.query.trim):
        one, *ends = known
        name = _name(one, result, words)
        head = words.texts("ask.query.one", value=_value(one, words), name=name, counted=_counted(one, words))
        sides = _sides(one, result.query.other, words)
        times = _times_of_ends(ends, words) if result.query.fold == "spread" else ()
        return [head], [*_span(one, words), *sides, *(_end(row, words) for row in ends), *times]
    if result.query.at is not None and len(known) == 2:
        best, one = known
        head = words.texts(
            "ask.query.one", value=_value(one, words), name=_named(one, result, words), counted=_counted(one, words)
        )
        why = words.texts(
            "ask.query.at_lowest" if result.query.at.ascending else "ask.query.at_highest",
            metric=words.measured(best.measure), value=_value(best, words),
        )
        return [head], [why]
    if len({one.measure for one in known}) == len(known) and _is_looked_at_so(result):
        return _looks(known, result, words)
    several_metrics = len({one.measure.metric for one in known}) > 1
    several_years = len({one.year for one in known}) > 1
    counts = {_counted(one, words) for one in known}
    once = counts.pop() if len(counts) == 1 and len(known) > 1 else None
    lines = [
        words.texts(
            "ask.query.ranked" if one.rank else "ask.query.line", rank=one.rank or "",
            name=_short(one, result, words, several_metrics, several_years),
            value=_value(one, words) + (_counted(one, words) if once is None else "") + _from(one, words),
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
    value = _amount(apart, POINTS if in_percent else high.unit, words)
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
        "ask.query.one", value=_value(first, words), name=_name(first, plain, words), counted=_counted(first, words)
    )
    lines = [
        words.texts(
            "ask.query.line", name=words.texts.plain(f"ask.query.look.{one.measure.view}", since=one.since or ""),
            value=_value(one, words) + _counted(one, words),
        )
        for one in others
    ]
    return [head], lines


def _end(one: Found, words: Words) -> Markup:
    """Name the highest or the lowest with its place and figure."""
    return words.texts("ask.query.line", name=words.community(one.community), value=_value(one, words))


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
    return f"{when}{names}{view}"


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
        said = _understood(result, words)
        return said if str(one.year) in said else f"{said}{words.texts.plain('ask.query.at', year=one.year)}"
    view = words.texts.plain(f"ask.query.view.{one.measure.view}")
    metric = words.measured(one.measure)
    place = words.authority(one.authority) if one.authority else words.community(one.community)
    if one.community is None and one.authority is None and result.query.places.codes:
        place = words.listed(words.community(code) for code in result.query.places.codes)
    elif one.community is None and one.counted is not None and one.counted != one.of:
        place = words.texts.plain("ask.query.part", counted=one.counted)
    return f"{place}{words.texts.plain('ask.query.year', year=one.year)}{metric}{view}"


def _value(one: Found, words: Words, with_year: bool = False) -> str:
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
        text = words.texts.plain(way, value=_amount(abs(value), one.unit, words))
    elif one.measure.view in {"change", "gain"}:
        text = f"{'+' if value > 0 else '-' if value < 0 else ''}{_amount(abs(value), one.unit, words)}"
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
        text = words.quantity(value, one.unit) if isinstance(one.number, Given) else _amount(value, one.unit, words)
    year = words.texts.plain("ask.query.at", year=one.year) if with_year else ""
    if with_year and one.measure.view == "total":
        year = _from(one, words)
    return f"{text}{year}{pending}"


def _amount(value: Decimal, unit: str, words: Words) -> str:
    """Write a number that was worked out: money to whole 万元, all else to two decimals."""
    if unit in {"%", POINTS}:
        return f"{value:f}{words.unit(unit)}"
    places = 0 if unit == "万元" else PLACES
    return words.quantity(value.quantize(Decimal(1).scaleb(-places)), unit)


def _counted(one: Found, words: Words) -> str:
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


def _from(one: Found, words: Words) -> str:
    """Say from when to when a growth goes, which may differ from row to row."""
    if one.since is None:
        return ""
    return words.texts.plain("ask.query.from_to", since=one.since, until=one.year)


def _sides(one: Found, other: str, words: Words) -> Iterable[Markup]:
    """Name both figures of a difference or a ratio of two communities."""
    if one.since is not None or one.ends is None or one.community is None or other not in words.programme.community:
        return
    plain = replace(one, measure=Measure(one.measure.metric), unit=words.programme.measure[one.measure.metric].unit)
    for code, number in zip((one.community, other), one.ends, strict=True):
        value = _value(replace(plain, number=number, figures=()), words)
        yield words.texts("ask.query.line", name=words.community(code), value=value)


def _span(one: Found, words: Words) -> Iterable[Markup]:
    if one.since is None or one.measure.view == "climb":
        return
    if one.ends is None:
        yield words.texts("ask.query.span", since=one.since, until=one.year)
        return
    plain = replace(one, measure=Measure(one.measure.metric), unit=words.programme.measure[one.measure.metric].unit)
    before, now = (_value(replace(plain, number=end, figures=()), words) for end in one.ends)
    yield words.texts("ask.query.ends", since=one.since, until=one.year, before=before, now=now)


def _means(result: Result, words: Words) -> list[Markup]:
    """Say the mean or the median that places were held against, and over how many it goes."""
    held_against = [*(("ask.query.mean_of", one) for one in result.means),
                    *(("ask.query.median_of", one) for one in result.medians)]
    return [
        words.texts(
            key, metric=words.metric(one.measure.metric),
            value=_value(replace(one, measure=replace(one.measure, view="value")), words, with_year=True),
            counted=_counted(one, words),
        )
        for key, one in held_against if one.number is not None
    ]


def _could_be_there(one: Found, words: Words) -> bool:
    """Tell whether a figure could be there: none is before a community's start, no change in its first year."""
    if one.community is None:
        return True
    moved = one.measure.view in {"change", "gain", "climb"}
    return one.year - moved >= words.programme.community[one.community].start


def _in_its_year(one: Found, words: Words) -> str:
    """Name whom a figure lacks of one year, where others of theirs are there."""
    name = words.authority(one.authority) if one.authority else words.community(one.community)
    return words.texts.plain("ask.query.lacking_in", name=name, year=one.year)


def _lacking(result: Result, words: Words) -> list[Markup]:
    """Name whom a figure was asked of that has none; of a comparison both sides may be meant."""
    if result.query.ask != "figures" or result.query.other in words.programme.community:
        return []
    rows = [one for one in result.rows if one.community or one.authority]
    known = {(one.community, one.authority) for one in rows if one.number is not None}
    names = dict.fromkeys(
        _in_its_year(one, words) if (one.community, one.authority) in known and len(result.query.measures) == 1
        else words.authority(one.authority) if one.authority else words.community(one.community)
        for one in rows if one.number is None and _could_be_there(one, words)
    )
    return [words.texts("ask.query.lacking", count=len(names), names=words.listed(names))] if names else []


def _undecided(result: Result, words: Words) -> list[Markup]:
    """Name the communities of which it can't be told, which are neither in nor out."""
    return words.undecided(result.undecided)


_WORDING = {
    "places": _places,
    "count": _places,
    "responsible": _responsible,
    "year": _years,
    "years": _in_years,
    "first_year": _in_years,
    "figures": _figures,
}
