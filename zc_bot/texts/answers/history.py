"""How a figure came to be what it is: what was first reported, how often it was changed, and who reported when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise

from markupsafe import Markup

from zc_bot.evaluation.result import Answer, Version
from zc_bot.parsing.back_to import BEGINNING
from zc_bot.texts.answers.message import Message
from zc_bot.texts.answers.words import Words
from zc_bot.texts.dialogue.review import word_reason
from zc_bot.texts.numbers import format_metric

_PLACES, _CHANGES, _QUOTED = 4, 12, 80


def word_original(answer: Answer, words: Words) -> Message:
    """Word what each figure was when it was first reported, and what became of it."""
    return Message([line for some in _by_figure(answer.versions) for line in _original(some, words)])


def word_revised(answer: Answer, words: Words) -> Message:
    """Word how often each figure was changed, then each change, the newest first."""
    return Message([line for some in _by_figure(answer.versions) for line in _revised(some, words)])


def word_reporters(answer: Answer, days: str, words: Words) -> Message:
    """Word who reported in some days: how many people and figures, then each with their communities."""
    first, last = answer.meaning.days or (date.min, date.max)
    found = {
        (one.community, one.metric, one.year, one.submission): one
        for one in _handed_in(answer.versions)
        if first <= one.reported_at.astimezone(words.zone).date() <= last
    }
    if not found:
        return Message([words.texts("kind.changes.nobody", days=days)])
    people = groupby(sorted(found.values(), key=lambda one: one.reporter_name), key=lambda one: one.reporter_name)
    lines = sorted(((list(some), name) for name, some in people), key=lambda pair: -len(pair[0]))
    head = words.texts("kind.changes.reporters", days=days, count=len(lines), figures=len(found))
    return Message([head], [_reporter(name, some, words) for some, name in lines])


def word_changed_figures(answer: Answer, days: str, words: Words) -> Message:
    """Word which figures became other ones in some days: from what to what, by whom and why, the newest first."""
    first, last = answer.meaning.days or (date.min, date.max)
    found = [
        (before, one) for some in _by_figure(answer.versions) for before, one in pairwise(_values(some))
        if first <= one.reported_at.astimezone(words.zone).date() <= last
    ]
    of = _in_or_of(answer, days, words)
    if not found:
        return Message([words.texts("kind.changes.unchanged", days=of)])
    found.sort(key=lambda pair: pair[1].reported_at, reverse=True)
    figures = len({_key(one) for _, one in found})
    head = words.texts("kind.changes.changed", days=of, count=figures, times=len(found))
    lines = [_changed(before, one, words) for before, one in found]
    return Message([head], lines[:_CHANGES], [], max(0, len(lines) - _CHANGES))


def _in_or_of(answer: Answer, days: str, words: Words) -> str:
    """Name the places and days asked about, and the years whose figures are."""
    years, plain = answer.meaning.years, words.texts.plain
    of = plain("kind.changes.of_years", years=plain("ask.comma").join(map(str, years))) if years else ""
    first, _ = answer.meaning.days or (BEGINNING, BEGINNING)
    places = words.listed(map(words.community, answer.meaning.communities), _PLACES)
    of_days = "" if years and first == BEGINNING else days
    return plain("ask.comma").join(part for part in (places, of_days, of) if part)


def _changed(before: Version, one: Version, words: Words) -> Markup:
    return words.texts(
        "kind.changes.figure", community=words.community(one.community), year=one.year,
        metric=words.metric(one.metric), before=_value(before, words), value=_value(one, words),
        name=one.reporter_name, time=words.moment(one.reported_at), reason=_reason(one, words),
    )


def _key(one: Version) -> tuple[str, str, int]:
    return one.community, one.metric, one.year


def _by_figure(versions: Iterable[Version]) -> Iterator[list[Version]]:
    """Give the versions of each figure, the oldest first."""
    for _, some in groupby(sorted(versions, key=lambda one: (_key(one), one.recorded_at)), key=_key):
        yield list(some)


def _handed_in(versions: Iterable[Version]) -> Iterator[Version]:
    """Give what was handed in; who sees only what was approved learns from that who reported it."""
    return (one for one in versions if one.deed in {"submitted", "approved"})


def _values(versions: Sequence[Version]) -> list[Version]:
    """Keep of the versions those with which the figure became another one."""
    kept: list[Version] = []
    for one in _handed_in(versions):
        if not kept or (one.value, one.marker) != (kept[-1].value, kept[-1].marker):
            kept.append(one)
    return kept


def _original(versions: Sequence[Version], words: Words) -> Iterator[Markup]:
    values = _values(versions)
    if not values:
        return
    first, last = values[0], values[-1]
    yield words.texts("kind.history.first", **_about(first, words), name=first.reporter_name,
                      time=words.moment(first.reported_at))
    if len(values) == 1:
        yield words.texts("kind.history.same")
    else:
        yield words.texts("kind.history.now", value=_value(last, words), name=last.reporter_name,
                          time=words.moment(last.reported_at), reason=_reason(last, words))
    yield from _limits(versions, words)


def _revised(versions: Sequence[Version], words: Words) -> Iterator[Markup]:
    values = _values(versions)
    if not values:
        return
    key = "kind.history.revised" if len(values) > 1 else "kind.history.never"
    yield words.texts(key, **_about(values[-1], words), count=len(values) - 1)
    for before, one in reversed(list(pairwise(values))):
        yield words.texts(
            "kind.history.change", before=_value(before, words), value=_value(one, words), name=one.reporter_name,
            time=words.moment(one.reported_at), reason=_reason(one, words),
        )
    returned = sum(one.status == "returned" for one in versions)
    if returned:
        yield words.texts("kind.history.returned", count=returned)
    yield from _limits(versions, words)


def _limits(versions: Sequence[Version], words: Words) -> Iterator[Markup]:
    """Say where only approved versions could be seen."""
    if all(one.status == "approved" for one in versions):
        yield words.texts("kind.history.approved_only")


def _about(one: Version, words: Words) -> dict[str, object]:
    return {"community": words.community(one.community), "year": one.year, "metric": words.metric(one.metric),
            "value": _value(one, words)}


def _value(one: Version, words: Words) -> str:
    if one.value is not None:
        return words.figure(one.metric, one.value)
    return format_metric(one.value, one.marker, words.programme.metric[one.metric], words.lang)


def _reason(one: Version, words: Words) -> str:
    said = word_reason(one.reason, words.texts)[:_QUOTED]
    return words.texts.plain("kind.history.reason", reason=said) if said else ""


def _reporter(name: str, found: Sequence[Version], words: Words) -> Markup:
    places = list(dict.fromkeys((one.community, one.year) for one in found))
    parts = [
        words.texts.plain("kind.changes.place", community=words.community(code), year=year,
                          count=sum((one.community, one.year) == (code, year) for one in found))
        for code, year in places
    ]
    last = max(one.reported_at for one in found)
    return words.texts("kind.changes.reporter", name=name, what=words.listed(parts, _PLACES),
                       time=words.moment(last))
