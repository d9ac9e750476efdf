"""Who handed whole years in, in words: how many first, then each with what it lacks or how late it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from markupsafe import Markup

from zc_bot.evaluation.arrivals import lacking_most, standing_so
from zc_bot.evaluation.timeliness import Tally, Timeliness
from zc_bot.parsing.arrival import Arrival, Stand
from zc_bot.parsing.meaning import Choice
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.next import rows_of_two
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names
from zc_bot.texts.overseeing.punctuality import dated_deadline, late_ones, percent

_LISTED, _NAMED = 13, 22
_FEW = 3
Years = Mapping[int, Timeliness]


def word_arrival(asked: Arrival, years: Years, words: Words) -> Rendered:
    """Word what was asked; every stand names its years, and each of them is among `years`."""
    lines = [*_LINES[asked.asks](asked, years, words)]
    return Rendered(fit(Message(lines[:1], lines[1:]), words.texts), rows_of_two(_next(asked, words)))


def _which(asked: Arrival, years: Years, words: Words) -> Iterator[Markup]:
    if asked.each:
        yield from _of_each(asked, years, words)
        return
    found = standing_so(asked.stands, years)
    said = _said(asked.stands, words)
    yield words.texts("arrived.head" if found else "arrived.none", count=len(found), said=said)
    for code in found[:_LISTED]:
        yield words.texts("arrived.line", name=_short(code, words), what=_how(code, years, words))
    if len(asked.stands) > 1 or len(asked.years) > 1:
        counts = [
            words.texts.plain("arrived.alone", said=_said((one,), words), count=len(standing_so((one,), years)))
            for stand in asked.stands for one in (Stand(stand.state, (year,)) for year in stand.years)
        ]
        yield words.texts("arrived.counts", counts=words.texts.plain("ask.comma").join(dict.fromkeys(counts)))


def _of_each(asked: Arrival, years: Years, words: Words) -> Iterator[Markup]:
    """Count each state by itself, and name those in it; years that are the same for all are said once."""
    plain, alike = words.texts.plain, len({one.years for one in asked.stands}) == 1
    found = [
        (plain(f"arrived.state.{one.state}") if alike else _said((one,), words), standing_so((one,), years))
        for one in asked.stands
    ]
    parts = [plain("arrived.alone", said=said, count=len(codes)) for said, codes in found]
    of = _years(asked.stands[0], words) if alike else ""
    yield words.texts("arrived.each", parts=plain("ask.comma").join(parts), years=of)
    for said, codes in found:
        if codes:
            names = words.listed((_short(code, words) for code in codes), _LISTED)
            yield words.texts("arrived.names", said=said, names=names)


def _rates(asked: Arrival, years: Years, words: Words) -> Iterator[Markup]:
    for year in asked.years:
        found, whole = years[year], years[year].whole()
        places = [one for one in found.by_community() if one.timed]
        yield words.texts(
            "arrived.rate" if places else "arrived.no_rate", year=year, in_time=percent(whole.in_time_share, words),
            count=whole.in_time, of=whole.timed, complete=sum(one.whole_in_time for one in places), due=len(places),
            deadline=dated_deadline(found, words),
        )


def _days(asked: Arrival, years: Years, words: Words) -> Iterator[Markup]:
    """Say of each year who was late, by how many days."""
    for year in asked.years:
        found = years[year]
        late, places = late_ones(found), found.by_community()
        if len(places) == 1 or not late:
            said = _of_one(places[0], year, words) if len(places) == 1 else words.texts.plain(
                "arrived.nobody_late", year=year
            )
            yield words.texts("arrived.alone_line", said=said, deadline=dated_deadline(found, words))
            continue
        yield words.texts("arrived.late", year=year, count=len(late), deadline=dated_deadline(found, words))
        for one in late[:_LISTED]:
            yield words.texts("arrived.line", name=_short(one.key, words), what=_how_one(one, words))


def _of_one(one: Tally, year: int, words: Words) -> str:
    name, key = _short(one.key, words), "arrived.of_one" if one.last is None else "arrived.of_one_dated"
    day = "" if one.last is None else words.moment(one.last)
    return words.texts.plain(key, name=name, year=year, what=_how_one(one, words), day=day)


def _most(asked: Arrival, years: Years, words: Words) -> Iterator[Markup]:
    year = asked.years[-1]
    found = lacking_most(years[year], asked.limit or 1)
    if not found:
        yield words.texts("arrived.nobody_lacks", year=year)
        return
    names = words.listed((_short(code, words) for code, _ in found), _FEW)
    key = "arrived.most" if len(found) == 1 else "arrived.most_of_them"
    yield words.texts(key, names=names, count=len(found[0][1]), of=len(found), year=year)
    for code, metrics in found[:_LISTED]:
        named = words.listed(map(words.metric, metrics), _NAMED)
        yield words.texts("arrived.lacks", name=_short(code, words), count=len(metrics), metrics=named)


def _said(stands: Sequence[Stand], words: Words) -> str:
    """Say what is asked for: 2024、2025年都迟报; 2024年按时报齐，2025年迟报; 2025年报齐、迟报."""
    plain, told = words.texts.plain, []
    states: dict[tuple[int, ...], list[str]] = {}
    for one in stands:
        states.setdefault(one.years, []).append(plain(f"arrived.state.{one.state}"))
    for years, some in states.items():
        of = Stand("complete", years)
        key = "arrived.in_all" if len(years) > 1 else "arrived.in"
        told.append(plain(key, years=_years(of, words), state=plain("arrived.both").join(some)))
    return plain("arrived.and").join(told)


def _years(stand: Stand, words: Words) -> str:
    return words.texts.plain("arrived.years", years=words.listed(map(str, sorted(stand.years)), len(stand.years)))


def _how(code: str, years: Years, words: Words) -> str:
    """Say how one stood in each year."""
    told = []
    for year in sorted(years, reverse=True):
        tally = next((one for one in years[year].by_community() if one.key == code), None)
        if tally is not None:
            told.append(words.texts.plain("arrived.year", year=year, what=_how_one(tally, words)))
    return words.texts.plain("ask.semicolon").join(told)


def _how_one(one: Tally, words: Words) -> str:
    plain = words.texts.plain
    if one.missing:
        key = "arrived.how.lacks" if one.late is None else "arrived.how.lacks_late"
        return plain(key, count=one.missing, days=one.late)
    if one.late is not None:
        return plain("arrived.how.late", days=one.late)
    return plain("arrived.how.in_time" if one.whole_in_time and one.timed else "arrived.how.complete")


def _short(code: str, words: Words) -> str:
    return short_names(words.programme, words.lang)[code]


def _next(asked: Arrival, words: Words) -> Iterator[Choice]:
    for year in sorted(asked.years, reverse=True)[:2]:
        yield Choice(
            words.texts.plain("arrived.next", year=year), words.texts.plain("timely.ask.before", year=year)
        )


_LINES: Mapping[str, Callable[[Arrival, Years, Words], Iterator[Markup]]] = {
    "which": _which, "count": _which, "rate": _rates, "days": _days, "most": _most,
}
