"""An answer as one message: the number first, then what it means, where it comes from and what to ask next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from markupsafe import Markup

from zc_bot.evaluation.result import Answer
from zc_bot.evaluation.scope import named
from zc_bot.parsing.meaning import RENAMED, Choice, Meaning
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act
from zc_bot.texts.answers.chart import chart_of
from zc_bot.texts.answers.check import word_check
from zc_bot.texts.answers.figures import word_figures, word_growth
from zc_bot.texts.answers.kinds import (
    word_card,
    word_changes,
    word_definition,
    word_export,
    word_metrics,
    word_person,
    word_why,
)
from zc_bot.texts.answers.lists import word_filter, word_missing
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.next import examples, next_questions, rows_of_two
from zc_bot.texts.answers.period import word_period
from zc_bot.texts.answers.policy import (
    word_deadline_answer,
    word_directory,
    word_programme,
    word_provenance,
    word_requirement,
)
from zc_bot.texts.answers.query import word_query
from zc_bot.texts.answers.rank import word_rank
from zc_bot.texts.answers.sources import word_sources
from zc_bot.texts.answers.totals import word_aggregate, word_no_total
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import Texts
from zc_bot.texts.charts.picture import Picture
from zc_bot.texts.people import who_may
from zc_bot.values import dataclass

_READINGS = 3
"""A report card rests on more readings than a person would read."""
COMMANDS: Mapping[str, str] = {
    **dict.fromkeys(("withdraw", "correct", "attach"), "mine"),
    **dict.fromkeys(("sheet", "report", "same", "marker"), "report"),
    "photo": "progress",
    **{name: name for name in ("remind", "language", "export", "review")},
    "invite": "people",
    "nudge": "status",
}
"""The command that does what it was asked how to do."""
_FOR_SOME: Mapping[str, Act] = {
    "invite": Act.MANAGE_PEOPLE, "review": Act.REVIEW, "nudge": Act.NUDGE, "extend": Act.MOVE_DEADLINE,
}
"""What not everybody may do that is asked how to do: who may is said with it."""
_QUOTED = 30
"""So much of a misspelling is quoted."""
_WORDING: Mapping[str, Callable[[Answer, Words], Message]] = {
    "value": word_figures,
    "compare": word_figures,
    "trend": word_figures,
    "growth": word_growth,
    "rank": word_rank,
    "filter": word_filter,
    "aggregate": word_aggregate,
    "check": word_check,
    "missing": word_missing,
    "provenance": word_provenance,
    "requirement": word_requirement,
    "directory": word_directory,
    "programme": word_programme,
    "deadline": word_deadline_answer,
    "why": word_why,
    "card": word_card,
    "definition": word_definition,
    "person": word_person,
    "changes": word_changes,
    "export": word_export,
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished answer: Telegram HTML within its length, rows of tappable questions, a picture to follow."""

    text: Markup
    buttons: tuple[tuple[Choice, ...], ...] = ()
    chart: Picture | None = None
    command: str = ""
    """The command that a button runs beneath it."""
    notes: tuple[Markup, ...] = ()
    """The lines that may stand beneath many an answer alike: who reported, how a term is read."""


def render(answer: Answer, texts: Texts, programme: Programme) -> Rendered:
    """Put an answer into words."""
    day = None if answer.now is None else answer.now.astimezone(ZoneInfo(programme.timezone)).date()
    words = Words(programme, texts, day, frozenset(answer.seen))
    if answer.meaning.intent in ("clarify", "unknown", "help", "report", "remind"):
        return _without_answer(answer, words)
    message = _wording(answer)(answer, words)
    notes = [*word_period(answer, words), *word_sources(answer, words), *_mergers(answer, words)]
    notes += [*readings_of(answer.meaning, words), *_assumptions(answer, words)]
    message.tail += notes
    chart = chart_of(answer, words) if answer.chart or answer.result is not None else None
    return Rendered(fit(message, texts), rows_of_two(next_questions(answer, words)), chart, notes=tuple(notes))


def _wording(answer: Answer) -> Callable[[Answer, Words], Message]:
    """Choose the wording by what was asked; a course of the whole is one of totals."""
    if answer.result is not None:
        return word_query
    if answer.totals and answer.meaning.intent != "why":
        return word_aggregate
    of_whole = answer.meaning.intent == "trend" and not named(answer.meaning)
    return word_no_total if of_whole else _WORDING[answer.meaning.intent]


def _without_answer(answer: Answer, words: Words) -> Rendered:
    """Ask back, say what can be asked, or say how a report or a reminder is made."""
    meaning, offered = answer.meaning, examples(answer, words)
    if meaning.topic == "metrics":
        return Rendered(fit(word_metrics(words), words.texts))
    if meaning.topic:
        who = who_may(_FOR_SOME[meaning.topic], words.texts) if meaning.topic in _FOR_SOME else ""
        text = words.texts(f"kind.help.{meaning.topic}", roles=who, last=words.programme.last_year)
        return Rendered(text, command=COMMANDS.get(meaning.topic, ""))
    choices = meaning.choices or tuple(Choice(text, text) for text in offered)
    if meaning.intent == "clarify" and meaning.choices:
        which = "one" if len(meaning.choices) == 1 else "which"
        key = f"ask.clarify.{meaning.reason if meaning.reason in ('misspelt', 'period', 'several') else which}"
        lines = [
            words.texts(key),
            *(words.texts("ask.example.line", text=item.label) for item in meaning.choices),
        ]
        return Rendered(fit(Message(lines), words.texts), rows_of_two(choices))
    if meaning.intent in ("report", "remind"):
        said = words.texts(f"ask.{meaning.intent}", roles=who_may(Act.NUDGE, words.texts))
        return Rendered(fit(Message([said]), words.texts))
    head = _opening(answer, words)
    shown = [words.texts("ask.example.line", text=item.question) for item in choices]
    return Rendered(fit(Message([head], shown), words.texts), rows_of_two(choices))


def _opening(answer: Answer, words: Words) -> Markup:
    meaning = answer.meaning
    if meaning.intent == "help":
        return words.texts("ask.help")
    if meaning.other_place:
        return words.texts("ask.unknown.place", place=meaning.other_place[:_QUOTED], city=words.community(None))
    if meaning.other_metric:
        return words.texts("ask.unknown.metric_named", metric=meaning.other_metric[:_QUOTED])
    key = f"ask.unknown.{meaning.reason}"
    return words.texts(key if words.texts.has(key) else "ask.unknown.unclear")


def _mergers(answer: Answer, words: Words) -> list[Markup]:
    """Mention the mergers that concern the authority asked about, unless that is what is asked."""
    if answer.meaning.topic == RENAMED:
        return []
    return [
        words.texts(
            "ask.merged",
            authority=words.authority(code),
            into=words.authority(rename.merged_into),
            year=rename.since.year,
            communities=words.listed(words.community(item) for item in _originally_of(code, words)),
        )
        for code in answer.mergers
        for rename in words.programme.authority[code].renames
        if rename.merged_into is not None
    ]


def _originally_of(authority: str, words: Words) -> list[str]:
    return [item.code for item in words.programme.communities if item.authority == authority]


def readings_of(meaning: Meaning, words: Words) -> list[Markup]:
    """Say how the question was read, where it was corrected or carried over."""
    lines = [
        words.texts("ask.read.corrected", typed=typed[:_QUOTED], read=read[:_QUOTED])
        for typed, read in meaning.readings
    ]
    if meaning.carried:
        about = [words.community(code) for code in meaning.communities] if "communities" in meaning.carried else []
        about += [words.metric(code) for code in meaning.metrics] if "metrics" in meaning.carried else []
        about += [str(year) for year in meaning.years] if "years" in meaning.carried else []
        lines += [words.texts("ask.read.carried", what=words.listed(about))] if about else []
    if meaning.implied and not meaning.communities:
        lines.append(
            words.texts("ask.read.implied", community=words.listed(words.community(c) for c in meaning.implied))
        )
    return lines


def _assumptions(answer: Answer, words: Words) -> list[Markup]:
    """Print the readings of ours that the answer rests on; a report card over many would drown in them."""
    if len(answer.assumptions) > _READINGS or (not answer.rows and not answer.requirements):
        return []
    return [
        words.texts("ask.assumption", text=words.programme.assumption[code].text(words.lang))
        for code in answer.assumptions
    ]
