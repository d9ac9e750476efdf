"""The answer to a question that puts several things together: the number first, and how it was understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from markupsafe import Markup

from zc_bot.evaluation.engine import Result
from zc_bot.evaluation.formulas import shown
from zc_bot.evaluation.found import Found
from zc_bot.evaluation.result import Answer
from zc_bot.parsing.query import in_year, named_years
from zc_bot.texts.answers.message import Message
from zc_bot.texts.answers.query_figures import figures
from zc_bot.texts.answers.query_values import amount, counted_of, understood, value_of
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
    said = understood(result, words)
    read = [] if said in without_html(head[0]) else [words.texts("ask.query.read", said=said)]
    tail = [*beside, *read]
    return Message(head, body[:SHOWN], tail, unsaid=max(0, len(body) - SHOWN))


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
        counted = counted_of(one, words) if one.measure.view == "share" and one.counted != one.of else ""
        value = f"{value_of(one, words, with_year)}{counted}"
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
            value=f"　{value_of(by_place[place], words, with_year=True)}" if place in by_place else "",
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
                words.texts.plain("ask.query.year", year=one.year) + counted_of(one, words) for one in part
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
            value=_apart(one, other, words) + counted_of(one, words),
        )
        for one in known[len(best) : len(best) + 3]
    ]
    return [head], [*lines, *left]


def _in_year(same: Sequence[Found], words: Words, key: str, other: str = "") -> Markup:
    """Name the years in which it was the same, with their figure."""
    names = words.texts.plain("ask.comma").join(words.texts.plain("ask.query.year", year=one.year) for one in same)
    value, counted = _apart(same[0], other, words), counted_of(same[0], words)
    return words.texts(f"ask.query.{key}", years=names, value=value, counted=counted)


def _apart(one: Found, other: str, words: Words) -> str:
    """Say of two which is above, and by how much; of one its figure."""
    if not other or one.number is None or one.number.key == 0:
        return value_of(one, words)
    above = one.community if one.number.key > 0 else other
    value = amount(abs(shown(one.number)), one.unit, words)
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
            "ask.query.line", name=words.texts.plain("ask.query.year", year=one.year), value=value_of(one, words),
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


def _means(result: Result, words: Words) -> list[Markup]:
    """Say the mean or the median that places were held against, and over how many it goes."""
    held_against = [*(("ask.query.mean_of", one) for one in result.means),
                    *(("ask.query.median_of", one) for one in result.medians)]
    return [
        words.texts(
            key, metric=words.measured(one.measure),
            value=value_of(replace(one, measure=replace(one.measure, view="value")), words, with_year=True),
            counted=counted_of(one, words),
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
    "figures": figures,
}
