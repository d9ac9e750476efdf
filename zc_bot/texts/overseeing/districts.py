"""The authorities in words: all of them in a line each, or one of them with its sums and places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from markupsafe import Markup

from zc_bot.evaluation.districts import District
from zc_bot.evaluation.result import Total
from zc_bot.parsing.meaning import Choice
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.next import rows_of_two
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.sources import sources_of
from zc_bot.texts.answers.totals import how_many
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names
from zc_bot.texts.overseeing.punctuality import percent


def word_districts(found: Sequence[District], year: int, wanted: Sequence[str], words: Words, day: date) -> Rendered:
    """Word the authorities asked for, or all, by what their communities meet; only approved figures are in it.

    day: until when they are known.
    """
    if not found:
        return Rendered(words.texts("status.none", year=year))
    shown = [one for one in found if one.authority in wanted]
    if len(shown) == 1:
        return _rendered([*_closely(shown[0], len(found), year, day, words)], shown[0], words)
    places = _places(found)
    lines = [_line(at, one, words) for at, one in zip(places, found, strict=True) if one in shown]
    best = [one for at, one in zip(places, found, strict=True) if at == 1]
    columns = words.listed(words.metric(total.item.measurement.metric) for total in _shares(best[0], words))
    names = words.listed((words.authority(one.authority) for one in best), 4)
    head = words.texts("status.district.head", names=names, met=_part(best, words), year=year, count=len(found),
                       columns=columns)
    return _rendered([head, *lines, *_ground(shown, day, words)], best[0], words)


def word_sums(one: District, of_all: int, year: int, words: Words) -> list[Markup]:
    """Word what an authority's communities add up to, beneath what each of them meets."""
    head = words.texts("status.district.sums", name=words.authority(one.authority), year=year)
    return [head, *_totals(one, of_all, words)]


def _places(found: Sequence[District]) -> list[int]:
    """Give each authority its place by the part that it meets: equals share one."""
    parts = [Fraction(one.met, max(one.of, 1)) for one in found]
    return [1 + sum(other > part for other in parts) for part in parts]


def _part(best: Sequence[District], words: Words) -> str:
    """Write what those at the top meet: the count where it is the same for all, else the part."""
    if len({(one.met, one.of) for one in best}) == 1:
        return words.texts.plain("status.district.part", met=best[0].met, of=best[0].of)
    return percent(Fraction(best[0].met, max(best[0].of, 1)), words)


def _rendered(lines: list[Markup], one: District, words: Words) -> Rendered:
    """Offer the order of the authorities by each of their shares."""
    plain = words.texts.plain
    metrics = [total.item.measurement.metric for total in one.totals]
    shares = [code for code in metrics if code in words.programme.derivation]
    choices = [Choice(question, question) for code in shares
               for question in [plain("status.district.ask", metric=words.metric(code))]]
    return Rendered(fit(Message(lines), words.texts), rows_of_two(choices))


def _ground(shown: Sequence[District], day: date, words: Words) -> list[Markup]:
    """Say who reported the figures of authorities, and until when they are known."""
    figures = (one for district in shown for total in district.totals for one in total.item.measurement.figures)
    return [*sources_of(figures, words), words.texts("status.ground", day=day.isoformat())]


def _line(at: int, one: District, words: Words) -> Markup:
    """Word an authority in a line: what is met, and its shares, in the order of the head."""
    values = words.texts.plain("status.district.between").join(_short(total, words) for total in _shares(one, words))
    return words.texts("status.district.line", at=at, name=words.authority(one.authority), met=one.met, of=one.of,
                       values=values)


def _shares(one: District, words: Words) -> list[Total]:
    return [total for total in one.totals if total.item.measurement.metric in words.programme.derivation]


def _short(total: Total, words: Words) -> str:
    found = total.item.measurement
    if found.number is None:
        return words.texts.plain("status.district.none")
    key = "status.district.share" if total.complete else "status.district.share_part"
    return words.texts.plain(key, value=words.value(found), counted=how_many(total))


def _closely(one: District, of_all: int, year: int, day: date, words: Words) -> Iterator[Markup]:
    called = short_names(words.programme, words.lang)
    yield words.texts("status.district.one", name=words.authority(one.authority), met=one.met, of=one.of, year=year,
                      names=words.listed(called[code] for code in one.communities), met_all=one.met_all)
    yield from _totals(one, of_all, words)
    yield from _ground([one], day, words)


def _totals(one: District, of_all: int, words: Words) -> Iterator[Markup]:
    """Word an authority's sums and shares, each with its change and its place among all."""
    for total in one.totals:
        found, moved = total.item.measurement, total.item.change
        if found.number is None:
            yield words.texts("status.district.nothing", metric=words.metric(found.metric), value=words.value(found))
            continue
        change = ""
        if moved is not None and moved.number is not None:
            change = words.texts.plain("status.district.change", change=words.signed(moved))
        place = one.places.get(found.metric)
        rank = words.texts.plain("status.district.place", place=place, of=of_all) if place else ""
        key = "status.district.total" if total.complete else "status.district.total_part"
        yield words.texts(key, metric=words.metric(found.metric), value=words.value(found), change=change, rank=rank,
                          counted=how_many(total))
