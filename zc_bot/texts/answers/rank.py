"""Orders in words: a ranking, or the place among all of those asked about."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from zc_bot.evaluation.result import Answer, Item
from zc_bot.evaluation.scope import placed
from zc_bot.texts.answers.asked import scope_of, word_no_figures
from zc_bot.texts.answers.figures import absent_lines, need_line, word_nothing
from zc_bot.texts.answers.message import SHOWN, Message
from zc_bot.texts.answers.words import Words, metric_and_year


def word_rank(answer: Answer, words: Words) -> Message:
    """Word `rank`: a line each, equals under one number, those without a figure apart."""
    if asked := placed(answer.meaning):
        return _places(answer, asked, words)
    if not answer.items:
        return word_no_figures(answer, words)
    body: list[Markup] = []
    shown = answer.items[:SHOWN]
    for (metric, year), group in groupby(shown, key=metric_and_year):
        key = "ask.rank.rising" if answer.meaning.ascending else "ask.rank.head"
        body.append(words.texts(key, metric=words.metric(metric), year=year, counted=_counted(answer, metric, year)))
        body += [line for line in (need_line(metric, words),) if line]
        body += [_ranked(item, words) for item in group]
    of_all = {metric_and_year(item) for item in (*answer.items, *answer.absent)}
    return Message([], body, words.absences(answer.absent, of_all), len(answer.items) - len(shown))


def _counted(answer: Answer, metric: str, year: int) -> str:
    """Say how many of the communities that had started have a figure."""
    found = (item.measurement for item in answer.absent)
    lacks = [one.lack for one in found if (one.metric, one.year) == (metric, year)]
    return f"{answer.expected - len(lacks)}/{answer.expected - lacks.count('before_start')}"


def _places(answer: Answer, asked: tuple[str, ...], words: Words) -> Message:
    """Word where those asked about stand among all: one in a line, an authority's several one by one."""
    lines: list[Markup] = []
    if len(asked) > 1 and answer.items:
        lines.append(words.texts("ask.place.each", who=scope_of(answer, words), count=len(asked)))
    for (metric, year), group in groupby(answer.items, key=metric_and_year):
        counted = _counted(answer, metric, year)
        if len(asked) > 1:
            lines.append(words.texts("ask.place.head", metric=words.metric(metric), year=year, counted=counted))
        lines += [_place(item, counted, answer, len(asked) > 1, words) for item in group]
        lines += [line for line in (need_line(metric, words),) if line]
    lacking = [item for item in answer.absent if item.measurement.community in asked]
    lines += [line for item in lacking for line in absent_lines(item, words)]
    return Message(lines or [word_nothing(answer, words)])


def _place(item: Item, counted: str, answer: Answer, several: bool, words: Words) -> Markup:
    order = "rising" if answer.meaning.ascending else "falling"
    return words.texts(
        "ask.place.line" if several else "ask.place.one",
        rank=words.texts.plain(f"ask.place.{order}", rank=item.rank),
        community=words.community(item.measurement.community),
        year=item.measurement.year,
        metric=words.metric(item.measurement.metric),
        value=words.value(item.measurement),
        counted=counted,
        mark=words.after(item.mark),
        pending=words.pending(item.measurement),
    )


def _ranked(item: Item, words: Words) -> Markup:
    return words.texts(
        "ask.rank.line",
        rank=item.rank,
        community=words.community(item.measurement.community),
        value=words.value(item.measurement),
        mark=words.after(item.mark),
        pending=words.pending(item.measurement),
    )
