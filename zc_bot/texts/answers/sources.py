"""Who stands behind an answer over many figures, in one line: who reported them, when last, how many wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from zc_bot.evaluation.figures import Figure
from zc_bot.evaluation.result import Answer
from zc_bot.evaluation.survey import SHOWN
from zc_bot.texts.answers.message import half_widths
from zc_bot.texts.answers.words import Words

_COLLECTIVE = frozenset({"rank", "filter", "aggregate", "check", "growth", "card"})
_NAMED = 3
_SHORT = 16
"""Half-widths of a name that leaves its source a line."""


def word_sources(answer: Answer, words: Words) -> list[Markup]:
    """Say it for the answers that do not say it of each figure; thousands of communities have too many to name."""
    collective = answer.meaning.intent in _COLLECTIVE or bool(answer.totals) or answer.result is not None
    if not collective or len(answer.communities) > SHOWN:
        return []
    if answer.meaning.intent == "growth" and len(answer.items) == 1:
        return []
    return sources_of(_figures(answer), words)


def sources_of(of: Iterable[Figure], words: Words) -> list[Markup]:
    """Say who reported figures, when last, and how many wait for review; nothing where there are none."""
    figures = {(one.community, one.metric, one.year): one for one in of}
    if not figures:
        return []
    names = dict.fromkeys(one.reported_by for one in figures.values())
    pending = sum(one.status == "submitted" for one in figures.values())
    state = words.texts.plain("ask.sources.pending" if pending else "ask.sources.reviewed", count=pending)
    last = max(one.reported_at for one in figures.values())
    listed = words.listed(names, _NAMED, "ask.and_more_people")
    return [words.texts("ask.sources.line", names=listed, time=words.moment(last), state=state)]


def briefly(of: Iterable[Figure], words: Words) -> list[Markup]:
    """Say in less than a line of a phone how many people reported figures, when last, and how many wait."""
    figures = {(one.community, one.metric, one.year): one for one in of}
    if not figures:
        return []
    pending = sum(one.status == "submitted" for one in figures.values())
    state = words.texts.plain("ask.sources.pending" if pending else "ask.sources.reviewed", count=pending)
    day = words.moment(max(one.reported_at for one in figures.values()))[:10]
    names = list(dict.fromkeys(one.reported_by for one in figures.values()))
    short = len(names) == 1 and half_widths(names[0]) <= _SHORT
    key = "ask.sources.brief_one" if short else "ask.sources.brief"
    return [words.texts(key, name=names[0], count=len(names), day=day, state=state)]


def _figures(answer: Answer) -> Iterator[Figure]:
    for item in answer.items:
        yield from item.measurement.figures
    for total in answer.totals:
        yield from total.item.measurement.figures
    if answer.result is not None:
        yield from answer.result.figures
