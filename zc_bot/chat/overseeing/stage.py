"""The stage of each community and its provincial record: written down by reviewers, listed with who wrote it."""

from __future__ import annotations

import re

from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.milestones import MilestoneKind
from zc_bot.parsing.as_of import said_days
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.numerals import FOLD
from zc_bot.parsing.pending import compile_later
from zc_bot.storage import milestones
from zc_bot.texts.catalog import join
from zc_bot.texts.milestones import word_milestone, word_stage

_KINDS: tuple[tuple[str, MilestoneKind], ...] = (
    ("作废|撤销登记|void", "void"),
    ("(?:撤销|取消|没有|没|无)(?:省级)?备案|not provincial", "not_provincial"),
    ("(?:省级|已)?备案|provincial", "provincial"),
    ("未启动|没启动|尚未启动|not started", "not_started"),
    ("建成|建好|built", "built"),
    ("在建|建设中?|building", "building"),
    ("启动|started", "started"),
)
"""The words of each kind; the first that is found counts."""
_TIME = compile_later("[0-9]|[去前今明]年|月|昨天|前天|今天|季度|年[初底中]")
"""What speaks of a time that is no whole day."""


def command(turn: Turn) -> Response:
    """List what was recorded; with a community and a stage behind the command, record it."""
    said = turn.incoming.argument.translate(FOLD).strip()
    return _record(turn, said) if said else _list(turn)


def _list(turn: Turn) -> Response:
    texts, programme = turn.texts, turn.programme
    found = milestones.load(turn.session).until(turn.today)
    lines = []
    for community in programme.communities:
        record = found.on_record(community.code)
        lines.append(word_stage(programme, found, community.code, turn.today.year, texts))
        if record:
            lines.append(texts("oversee.stage.record", ground=word_milestone(record, texts)))
    return Response((Reply(join([texts("oversee.stage.head"), *lines, _how(turn)])),))


def _record(turn: Turn, said: str) -> Response:
    """Read `通创 建成 2020-06-30`; what can't be read changes nothing and says what is expected."""
    texts = turn.texts
    matched = next((one for one in said_days(said, turn.today) if one.year and said[one.start].isdigit()), None)
    day = turn.today if matched is None else matched.of(matched.year or 0)
    rest = said if matched is None else said[: matched.start] + said[matched.end :]
    kind, place = _kind_and_place(turn, rest)
    if kind is None or place is None or day is None or _TIME.search(rest) or (kind == "void" and matched is None):
        unread = day is None or bool(_TIME.search(rest)) or kind == "void"
        problem = "kind" if kind is None else "day" if unread else "community"
        return Response((Reply(join([texts(f"oversee.stage.no_{problem}", said=said[:40]), _how(turn)])),))
    if day > turn.today:
        return Response((Reply(texts("oversee.stage.future", day=day.isoformat())),))
    begun = turn.programme.community[place].start
    if day.year < begun and kind not in {"not_started", "void"}:
        return Response((Reply(texts("oversee.stage.too_early", day=day.isoformat(), start=begun)),))
    before = milestones.load(turn.session).until(turn.today).last(place, kind)
    milestones.record(turn.session, turn.who, place, kind, day, turn.now)
    name = turn.programme.community[place].name(texts.lang)
    when = texts.plain("ask.stage.day", year=day.year, month=day.month, day=day.day)
    lines = [texts("oversee.stage.recorded", community=name, stage=texts.plain(f"ask.stage.{kind}"), day=when)]
    if before is not None and kind != "void":
        was = texts.plain(f"ask.stage.{before.kind}")
        lines.append(texts("oversee.stage.before", stage=was, ground=word_milestone(before, texts)))
        if before.day > day:
            lines.append(texts("oversee.stage.older"))
    lines.append(texts("oversee.stage.correct", community=name, day=day.isoformat()))
    return Response((Reply(join(lines), receipt=True),))


def _kind_and_place(turn: Turn, said: str) -> tuple[MilestoneKind | None, str | None]:
    """Read a kind and, in all the rest, the name of one community: 通创 没建成 is neither."""
    lexicon = turn.rules.lexicon
    for pattern, kind in _KINDS:
        if (found := re.search(pattern, said, re.IGNORECASE)) is not None:
            rest = normalize(f"{said[: found.start()]} {said[found.end() :]}")
            named = [entry for entry in lexicon.words.get(rest, ()) if entry.kind in {"community", "authority"}]
            codes = {entry.code for entry in named if entry.kind == "community"} or {
                code for entry in named for code in lexicon.programme.of_authority[entry.code]
            }
            return kind, codes.pop() if len(codes) == 1 else None
    return None, None


def _how(turn: Turn) -> str:
    first = turn.programme.communities[0].name(turn.texts.lang)
    return turn.texts("oversee.stage.how", community=first, day=turn.today.isoformat())
