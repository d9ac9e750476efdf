"""What was asked about, named as it was: over whom, of what, and that nothing of it was reported."""

from __future__ import annotations

from zc_bot.evaluation.result import Answer
from zc_bot.evaluation.scope import subjects_of
from zc_bot.texts.answers.message import Message
from zc_bot.texts.answers.words import Words

_SUBJECTS = 3


def scope_of(answer: Answer, words: Words) -> str:
    """Name those asked about as they were named: authorities, communities, or the city."""
    if not answer.meaning.communities or answer.meaning.whole:
        return words.community(None)
    subjects = subjects_of(answer.meaning, words.programme)
    names = (words.authority(office) if office else words.community(place) for office, place in subjects)
    return words.listed(names, _SUBJECTS)


def asked_metrics(answer: Answer, words: Words) -> str:
    """Name the metrics asked about."""
    return words.listed(words.metric(code) for code in answer.meaning.metrics)


def word_no_figures(answer: Answer, words: Words) -> Message:
    """Say that nobody reported it for the year, with the newest year that was."""
    newest = max((item.latest.year for item in answer.absent if item.latest), default=None)
    years = words.listed(str(year) for year in answer.years)
    lack = words.unreported([None])
    if not years:
        head = words.texts("ask.absent.ever", community=words.community(None), metric=asked_metrics(answer, words),
                           lack=lack)
    else:
        head = words.texts("ask.absent.everywhere", metric=asked_metrics(answer, words), year=years, lack=lack)
    latest = [words.texts("ask.absent.newest", year=newest)] if newest is not None else []
    return Message(
        [head, *latest],
        [],
        words.absences(item for item in answer.absent if item.measurement.lack != "unreported"),
    )
