"""Greeting, help and language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import cast

from markupsafe import Markup

from zc_bot.chat.actions import Ask, ChooseLanguage, OpenReport, ShowProgress, ShowQueue
from zc_bot.chat.cycles import newest_cycle
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.routing import Feature
from zc_bot.chat.turn import Turn
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.phrases import phrase
from zc_bot.policy.languages import CALLED
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric
from zc_bot.policy.roles import Act, needs_department
from zc_bot.storage import people, review
from zc_bot.storage.gaps import missing_in
from zc_bot.texts.catalog import LANGS, Lang, join, texts_for
from zc_bot.texts.reminders import word_deadline
from zc_bot.values import dataclass

_COMMAND = compile_later(r"(?<![\w/<])/([a-z]+)")


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions that would work for this person."""

    value: str
    rank: str
    check: str
    missing: str


def examples(turn: Turn) -> Examples:
    """Word questions about the person's own community, or the first one, and the latest year with figures."""
    texts, year, programme = turn.texts, turn.today.year - 1, turn.programme
    code = turn.own[0] if turn.own else next(iter(programme.community))
    name = programme.community[code].name(texts.lang)
    metric = next(iter(turn.rules.lexicon.headline or programme.metric))
    value = Meaning("value", communities=(code,), metrics=(metric,))
    return Examples(
        phrase(value, programme, texts.lang),
        phrase(replace(value, intent="rank", communities=()), programme, texts.lang),
        texts.plain("chat.examples.check", community=name),
        texts.plain("chat.examples.missing", year=year),
    )


def start(turn: Turn) -> Response:
    """Greet by role, and say what is open for this person."""
    texts = turn.texts
    names = "、" if texts.lang == "zh" else ", "
    communities = names.join(turn.programme.community[code].name(texts.lang) for code in turn.own)
    if needs_department(turn.who.role):
        communities = names.join(turn.who.authorities)
    parts = [texts(f"roles.start.{turn.who.role}", name=turn.who.name, communities=communities)]
    questions = _questions(turn)[:2]
    if questions:
        parts += [texts("chat.start.ask"), *_listed(turn, questions)]
    rows: list[tuple[Button, ...]] = []
    sees_progress = turn.who.may(Act.SEE_PROGRESS)
    cycle = newest_cycle(turn)
    if cycle is not None and turn.who.may(Act.SEE_DEADLINE):
        deadline = word_deadline(cycle.deadline, turn.today, texts.lang)
        key = "open_year" if turn.now < cycle.deadline else "open_year_late"
        parts.append(texts(f"chat.start.{key}", year=cycle.year, deadline=deadline))
    if cycle is not None:
        if turn.who.reports_own:
            parts += _own_gaps(turn, cycle.year)
            label = texts.plain("chat.start.report", year=cycle.year)
            rows.append((Button(label, OpenReport("", cycle.year)),))
        if turn.who.reviews and sees_progress:
            rows.append((Button(texts.plain("chat.start.progress"), ShowProgress()),))
    if not rows:
        rows += [(Button(texts.plain("chat.start.progress_of_all"), ShowProgress()),)] if sees_progress else []
        rows += [tuple(Button(one, Ask(one)) for one in questions)] if questions else []
    if turn.who.scope(Act.RECORD) == "self":
        parts.append(texts("chat.start.record"))
    if waiting := _waiting(turn):
        parts.append(texts("chat.start.waiting", count=waiting))
        rows.insert(0, (Button(texts.plain("review.button.look"), ShowQueue(anew=True)),))
    return Response((Reply(join(parts), tuple(rows)),), events=frozenset({"menu"}))


def _waiting(turn: Turn) -> int:
    """Count the figures that wait for this person's review."""
    if not turn.who.reviews:
        return 0
    return sum(place.figures for place in review.in_review(turn.session, turn.who, turn.programme))


def help_(turn: Turn) -> Response:
    """Say how this is used, line by line of what the person may do."""
    texts, questions, source = turn.texts, _questions(turn), turn.programme.sources[0]
    parts = [texts("chat.help.head")]
    if questions:
        parts += [texts("chat.help.ask"), *_listed(turn, questions)]
    for row in turn.features.of(turn.who):
        parts += _lines(turn, row)
    parts += [texts(f"chat.help.{name}", commands=commands) for name, commands in _sections(turn).items()]
    parts.append(texts("chat.help.source", title=source.title(texts.lang), number=source.number))
    return Response((Reply(join(parts)),))


def _questions(turn: Turn) -> list[str]:
    """Give a question for each kind of them that the person may ask."""
    may = {row.example for row in turn.features.of(turn.who)}
    return [question for kind, question in asdict(examples(turn)).items() if kind in may]


def _listed(turn: Turn, questions: Sequence[str]) -> list[Markup]:
    return [turn.texts("chat.help.question", question=question) for question in questions]


def _lines(turn: Turn, row: Feature) -> list[Markup]:
    """Say what /help has of a feature; how far it reaches may have a wording of its own.

    What is done by a command that the person may not use is not told.
    """
    key = f"chat.help.{row.help}"
    own = f"{key}_{turn.who.scope(row.act)}"
    if not row.help:
        return []
    said = turn.texts(own if turn.texts.has(own) else key)
    if not all(turn.features.allows(turn.who, command) for command in _COMMAND.findall(said)):
        return []
    return [said, *_in_one_line(turn)] if row.act is Act.REPORT else [said]


def _in_one_line(turn: Turn) -> list[Markup]:
    """Show how figures are reported in one line."""
    texts, parts_of = turn.texts, _money_share(turn.programme)
    if parts_of is None:
        return []
    code = turn.own[0] if turn.own else next(iter(turn.programme.community))
    part, whole = (metric.short(texts.lang) for metric in parts_of)
    name, year = turn.programme.community[code].name(texts.lang), turn.today.year - 1
    return [texts("chat.help.report_line", community=name, year=year, part=part, whole=whole)]


def _sections(turn: Turn) -> dict[str, str]:
    """Word the commands that a person may use beside asking and reporting, by the section of the help."""
    texts, found = turn.texts, defaultdict(list)
    for one in turn.features.of(turn.who):
        if one.section and one.command:
            found[one.section].append(f"/{one.command} {texts.plain(one.line)}")
    return {section: texts.plain("chat.help.and").join(commands) for section, commands in found.items()}


def language(turn: Turn) -> Response:
    """Offer the languages, or take the one that is named."""
    said = turn.incoming.argument.strip().lower()
    for lang, names in CALLED.items():
        if said in {lang, *(name.lower() for name in names)}:
            return choose_language(turn, ChooseLanguage(lang))
    row = tuple(Button(CALLED[lang][0], ChooseLanguage(lang)) for lang in LANGS)
    return Response((Reply(turn.texts("chat.say.choose_language"), (row,)),))


def choose_language(turn: Turn, action: ChooseLanguage) -> Response:
    """Keep the person's choice and confirm it in that language."""
    people.set_language(turn.session, turn.who, action.lang, turn.now)
    text = texts_for(cast(Lang, action.lang))("chat.say.language")
    edit = turn.incoming.message if turn.incoming.kind == "tap" else 0
    return Response((Reply(text, edit=edit),), events=frozenset({"menu"}))


def _money_share(programme: Programme) -> tuple[Metric, Metric] | None:
    """Find the part and the whole of a share of money, for an example of a line that reports them."""
    for share in programme.derived:
        if share.numerator is not None and share.denominator is not None:
            part, whole = programme.metric[share.numerator], programme.metric[share.denominator]
            if part.dimension == whole.dimension == "money":
                return part, whole
    return None


def _own_gaps(turn: Turn, year: int) -> list[Markup]:
    missing = missing_in(turn.session, turn.programme, year, turn.own)
    lines = [
        turn.texts(
            "chat.start.gap", community=turn.programme.community[code].name(turn.texts.lang), count=len(missing[code])
        )
        for code in turn.own
        if code in missing
    ]
    return lines or [turn.texts("chat.start.done", year=year)]
