"""Greeting, help and language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from markupsafe import Markup

from zc_bot.chat.cycles import newest_cycle
from zc_bot.chat.overseeing.progress import STATUS
from zc_bot.chat.reminding.nudges import OPEN_REPORT
from zc_bot.chat.replies import Action, Button, Reply, Response
from zc_bot.chat.turn import Desk
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.phrases import phrase
from zc_bot.policy.programme import Metric, Programme
from zc_bot.reminders.gaps import missing_of
from zc_bot.storage import figures, people, review
from zc_bot.texts.catalog import LANGS, Lang, join, texts_for
from zc_bot.texts.reminders import word_deadline

LANGUAGE = "language"
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
_CALLED = {"zh": ("汉语", "简体", "chinese", "zh-cn"), "en": ("英文", "英语", "eng")}


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions that would work for this person."""

    value: str
    rank: str
    check: str
    missing: str


def examples(desk: Desk) -> Examples:
    """Word questions about the person's own community, or the first one, and the latest year with figures."""
    texts, year, programme = desk.texts, desk.today.year - 1, desk.programme
    code = desk.own[0] if desk.own else next(iter(programme.community))
    name = programme.community[code].name(texts.lang)
    metric = next(iter(desk.rules.lexicon.headline or programme.metric))
    value = Meaning("value", communities=(code,), metrics=(metric,))
    return Examples(
        phrase(value, programme, texts.lang),
        phrase(replace(value, intent="rank", communities=()), programme, texts.lang),
        texts.plain("chat.examples.check", community=name),
        texts.plain("chat.examples.missing", year=year),
    )


def start(desk: Desk) -> Response:
    """Greet by role, and say what is open for this person."""
    texts, some = desk.texts, examples(desk)
    names = "、" if texts.lang == "zh" else ", "
    communities = names.join(desk.programme.community[code].name(texts.lang) for code in desk.own)
    parts = [
        texts(
            f"chat.start.{desk.who.role}", name=desk.who.name, communities=communities, first=some.value,
            second=some.rank,
        )
    ]  # fmt: skip
    rows: list[tuple[Button, ...]] = []
    cycle = newest_cycle(desk)
    if cycle is not None:
        deadline = word_deadline(cycle.deadline, desk.today, texts.lang)
        key = "open_year" if desk.now < cycle.deadline else "open_year_late"
        parts.append(texts(f"chat.start.{key}", year=cycle.year, deadline=deadline))
        if desk.who.role == "reporter":
            parts += _own_gaps(desk, cycle.year)
            label = texts.plain("chat.start.report", year=cycle.year)
            rows.append((Button(label, Action(OPEN_REPORT, ("", str(cycle.year), ""))),))
        if desk.who.reviews:
            rows.append((Button(texts.plain("chat.start.progress"), Action(STATUS)),))
    if waiting := _waiting(desk):
        parts.append(texts("chat.start.waiting", count=waiting))
        rows.insert(0, (Button(texts.plain("review.button.look"), Action("review:queue")),))
    return Response((Reply(join(parts), tuple(rows)),), events=frozenset({"menu"}))


def _waiting(desk: Desk) -> int:
    """Count the figures that wait for this person's review."""
    if not desk.who.reviews:
        return 0
    return sum(pile.figures for pile in review.piles(desk.session, desk.who, desk.programme))


def help_(desk: Desk) -> Response:
    """Say how to ask and, to those who report, how to report."""
    texts, some = desk.texts, examples(desk)
    parts = [texts("chat.help.text", value=some.value, rank=some.rank, check=some.check, missing=some.missing)]
    if desk.who.reports:
        code = desk.own[0] if desk.own else next(iter(desk.programme.community))
        name = desk.programme.community[code].name(texts.lang)
        parts.append(texts("chat.help.report"))
        if (parts_of := _money_share(desk.programme)) is not None:
            part, whole = (metric.short(texts.lang) for metric in parts_of)
            year = desk.today.year - 1
            parts.append(texts("chat.help.report_line", community=name, year=year, part=part, whole=whole))
        parts.append(texts("chat.help.report_sheet"))
    if desk.who.reviews:
        parts.append(texts("chat.help.review"))
    if desk.who.role == "admin":
        parts.append(texts("chat.help.admin"))
    parts.append(texts("chat.help.remind"))
    source = desk.programme.sources[0]
    parts.append(texts("chat.help.source", title=source.title(texts.lang), number=source.number))
    return Response((Reply(join(parts)),))


def language(desk: Desk) -> Response:
    """Offer both languages, or take the one that is named."""
    said = desk.incoming.argument.strip().lower()
    for lang, name in LANGUAGE_NAMES.items():
        if said in {lang, name.lower()} or (said and said in _CALLED[lang]):
            return choose_language(desk, lang)
    row = tuple(Button(LANGUAGE_NAMES[lang], Action(LANGUAGE, (lang,))) for lang in LANGS)
    return Response((Reply(desk.texts("chat.say.choose_language"), (row,)),))


def choose_language(desk: Desk, lang: str) -> Response:
    """Keep the person's choice and confirm it in that language."""
    people.set_language(desk.session, desk.who.id, lang)
    text = texts_for(cast(Lang, lang))("chat.say.language")
    edit = desk.incoming.message if desk.incoming.kind == "tap" else 0
    return Response((Reply(text, edit=edit),), events=frozenset({"menu"}))


def _money_share(programme: Programme) -> tuple[Metric, Metric] | None:
    """Find the part and the whole of a share of money, for an example of a line that reports them."""
    for share in programme.derived:
        if share.numerator is not None and share.denominator is not None:
            part, whole = programme.metric[share.numerator], programme.metric[share.denominator]
            if part.dimension == whole.dimension == "money":
                return part, whole
    return None


def _own_gaps(desk: Desk, year: int) -> list[Markup]:
    reported = figures.reported(desk.session, desk.programme, year, desk.own)
    pairs = {(community, metric) for community, metrics in reported.items() for metric in metrics}
    missing = missing_of(desk.programme, year, pairs)
    lines = [
        desk.texts(
            "chat.start.gap", community=desk.programme.community[code].name(desk.texts.lang), count=len(missing[code])
        )
        for code in desk.own
        if code in missing
    ]
    return lines or [desk.texts("chat.start.done", year=year)]
