"""The stage of each community and its provincial record: written down by reviewers, listed with who wrote it."""

from __future__ import annotations

import re
from datetime import date

from zc_bot.chat.desk import Desk
from zc_bot.chat.replies import Reply, Response
from zc_bot.evaluation.goals import stage_of
from zc_bot.evaluation.milestones import MilestoneKind
from zc_bot.parsing.asides import read_text
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.numerals import FOLD
from zc_bot.storage import milestones
from zc_bot.texts.catalog import join
from zc_bot.texts.milestones import word_milestone

_KINDS: tuple[tuple[str, MilestoneKind], ...] = (
    ("(?:撤销|取消|没有|无|不在)(?:省级)?备案|not provincial", "not_provincial"),
    ("(?:省级|已)?备案|provincial", "provincial"),
    ("未启动|没启动|尚未启动|not started", "not_started"),
    ("建成|建好|built", "built"),
    ("在建|建设中?|building", "building"),
    ("启动|started", "started"),
)
"""The words of each kind; the first that is found counts."""
_DAY = re.compile(r"(20[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_PART_OF_A_DAY = re.compile("[0-9]|[去前今]年|[上本]?个?月|昨天|前天|季度|年[初底中]|[一二三四五六七八九十]+[月日号]")
"""What speaks of a time that is no day."""


def command(desk: Desk) -> Response:
    """List what was recorded; with a community and a stage behind the command, record it."""
    said = desk.incoming.argument.translate(FOLD).strip()
    return _record(desk, said) if said else _list(desk)


def _list(desk: Desk) -> Response:
    texts, programme = desk.texts, desk.programme
    found = milestones.until(desk.session, desk.today)
    lines = []
    for community in programme.communities:
        reached, record = found.of(community.code), found.on_record(community.code)
        stage = stage_of(programme, found, community.code, desk.today.year)
        key = "ask.stage.not_yet" if stage == "not_started" else "ask.stage.announced"
        ground = word_milestone(reached, texts) if reached else texts.plain(key, year=community.start)
        lines.append(
            texts(
                "ask.stage.line",
                community=community.name(texts.lang),
                stage=texts.plain(f"ask.stage.{stage}"),
                ground=ground,
            )
        )
        if record:
            lines.append(texts("oversee.stage.record", ground=word_milestone(record, texts)))
    return Response((Reply(join([texts("oversee.stage.head"), *lines, _how(desk)])),))


def _record(desk: Desk, said: str) -> Response:
    """Read `通创 建成 2020-06-30`; what can't be read changes nothing and says what is expected."""
    texts = desk.texts
    matched = _DAY.search(said)
    day = desk.today if matched is None else _date(matched)
    rest = said if matched is None else said[: matched.start()] + said[matched.end() :]
    day = None if _PART_OF_A_DAY.search(rest) else day
    kind, places = _kind_and_places(desk, _PART_OF_A_DAY.sub("", rest))
    if kind is None or len(places) != 1 or day is None:
        problem = "kind" if kind is None else "day" if day is None else "community"
        return Response((Reply(join([texts(f"oversee.stage.no_{problem}", said=said[:40]), _how(desk)])),))
    if day > desk.today:
        return Response((Reply(texts("oversee.stage.future", day=day.isoformat())),))
    before = milestones.until(desk.session, desk.today).last(places[0], kind)
    milestones.record(desk.session, desk.who, places[0], kind, day, desk.now)
    name = desk.programme.community[places[0]].name(texts.lang)
    when = texts.plain("ask.stage.day", year=day.year, month=day.month, day=day.day)
    lines = [texts("oversee.stage.recorded", community=name, stage=texts.plain(f"ask.stage.{kind}"), day=when)]
    if before is not None:
        was = texts.plain(f"ask.stage.{before.kind}")
        lines.append(texts("oversee.stage.before", stage=was, ground=word_milestone(before, texts)))
        if before.day > day:
            lines.append(texts("oversee.stage.older"))
    return Response((Reply(join([*lines, texts("oversee.stage.correct")]), receipt=True),))


def _kind_and_places(desk: Desk, said: str) -> tuple[MilestoneKind | None, tuple[str, ...]]:
    for pattern, kind in _KINDS:
        if (found := re.search(pattern, said, re.IGNORECASE)) is not None:
            place = f"{said[: found.start()]} {said[found.end() :]}".strip()
            reading = read_text(place, normalize(place), desk.rules.lexicon, desk.today)
            return kind, () if reading.leftovers else reading.communities
    return None, ()


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def _how(desk: Desk) -> str:
    first = desk.programme.communities[0].name(desk.texts.lang)
    return desk.texts("oversee.stage.how", community=first, day=desk.today.isoformat())
