"""The stage of each community and its provincial record: listed with who recorded it, read to be previewed."""

from __future__ import annotations

import re
from datetime import date

from markupsafe import Markup

from zc_bot.chat.actions import ChangeEntry
from zc_bot.chat.overseeing.previewing import preview
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.ledger import Noted
from zc_bot.evaluation.milestones import MARKS, MilestoneKind, fault_of
from zc_bot.parsing.as_of import said_days
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.numerals import FOLD
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import Act
from zc_bot.storage import ledger, milestones
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join
from zc_bot.texts.milestones import word_milestone, word_stage
from zc_bot.texts.overseeing.ledger import word_line
from zc_bot.texts.people import who_may
from zc_bot.values import dataclass

_KINDS: tuple[tuple[str, MilestoneKind], ...] = (
    ("(?:撤销|取消|没有|没|无)(?:省级)?备案|not provincial", "not_provincial"),
    ("(?:省级|已)?备案|provincial", "provincial"),
    ("未启动|没启动|尚未启动|not started", "not_started"),
    ("建成|建好|built", "built"),
    ("在建|建设中?|building", "building"),
    ("启动|started", "started"),
)
"""The words of each kind; the first that is found counts."""
_VOID = compile_later("作废|撤销登记|(?<![a-z])void(?![a-z])", re.IGNORECASE)
_TIME = compile_later("[0-9]|[去前今明]年|月|昨天|前天|今天|季度|年[初底中]")
"""What speaks of a time that is no whole day."""
_PAPER = compile_later(r"《[^《》]{1,60}》|[^\s,，;；:：]{0,12}[〔\[【(（][0-9]{4}[〕\]】)）]\s*第?[0-9]{1,5}号")
"""A document named as proof: 苏科高发〔2026〕12号."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says of a stage: `rest` is what stands besides its day, its kind and its proof.

    day: None where it is no day; dated: whether one was named.
    """

    kind: MilestoneKind | None
    day: date | None
    dated: bool
    rest: str
    paper: str


def names_one(said: str) -> bool:
    """Tell whether a line names a stage or the provincial record."""
    return any(re.search(pattern, said, re.IGNORECASE) for pattern, _ in _KINDS) or _VOID.search(said) is not None


def command(turn: Turn) -> Response:
    """List what was recorded; with a community and a stage behind the command, preview it."""
    line = turn.incoming.argument.translate(FOLD).strip()
    if not line:
        return _list(turn)
    return _take_back(turn, line) if _VOID.search(line) else _preview(turn, line)


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


def _preview(turn: Turn, line: str) -> Response:
    """Read `通创 建成 2020-06-30`; what can't be read is previewed as nothing, and says what is expected."""
    said = _read(line, turn.today)
    place = _place(turn, said.rest)
    if said.kind is None or place is None or said.day is None or _TIME.search(said.rest):
        unread = said.day is None or bool(_TIME.search(said.rest))
        return _unread(turn, line, "kind" if said.kind is None else "day" if unread else "community")
    begun = turn.programme.community[place].start
    if (fault := fault_of(said.kind, said.day, begun, turn.today)) is not None:
        return Response((Reply(turn.texts(f"oversee.stage.{fault}", day=said.day.isoformat(), start=begun)),))
    noted = Noted(said.kind, said.paper, turn.programme.community[place].authority, place, day=said.day)
    return preview(turn, noted, _before(turn, place, said.kind, said.day))


def _before(turn: Turn, place: str, kind: MilestoneKind, day: date) -> list[Markup]:
    """Say what stands of the same, and where it goes on counting since its day is later."""
    texts = turn.texts
    before = milestones.load(turn.session).until(turn.today).last(place, kind)
    if before is None:
        return []
    was = texts("oversee.stage.before", stage=texts.plain(f"ask.stage.{before.kind}"),
                ground=word_milestone(before, texts))
    return [was, *([texts("oversee.stage.older")] if before.day > day else [])]


def _take_back(turn: Turn, line: str) -> Response:
    """Offer to take back what stands of a community and a day: 通创 作废 2020-01-10."""
    said = _read(_VOID.sub(" ", line), turn.today)
    place = _place(turn, said.rest)
    if said.day is None or not said.dated or _TIME.search(said.rest) or place is None:
        return _unread(turn, line, "community" if said.day is not None and said.dated else "day")
    if not turn.who.may(Act.RECORD_STAGE):
        turn.deny("ledger")
        return Response((Reply(turn.texts("ledger.stage_city_only", roles=who_may(Act.RECORD, turn.texts, "all"))),))
    known = ledger.load(turn.session, turn.who).of(*MARKS, approved=False)
    found = [one for one in known if one.noted.community == place and one.noted.day == said.day]
    if not found:
        name = turn.programme.community[place].name(turn.texts.lang)
        return Response((Reply(turn.texts("oversee.stage.nothing", community=name, day=said.day.isoformat())),))
    words, plain = Words(turn.programme, turn.texts, turn.today), turn.texts.plain
    rows = tuple((Button(plain("ledger.button.void_id", id=one.id), ChangeEntry(one.id, "void")),) for one in found)
    lines = [turn.texts("ledger.back.which"), *(word_line(one, words, turn.today) for one in found)]
    return Response((Reply(join(lines), rows),))


def _unread(turn: Turn, line: str, problem: str) -> Response:
    return Response((Reply(join([turn.texts(f"oversee.stage.no_{problem}", said=line[:40]), _how(turn)])),))


def _read(line: str, today: date) -> Said:
    """Take a line apart into the kind, the day (today where none is named), the paper as proof, and the rest."""
    paper = _PAPER.search(line)
    body = line if paper is None else f"{line[: paper.start()]} {line[paper.end() :]}"
    matched = next((one for one in said_days(body, today) if one.year and body[one.start].isdigit()), None)
    day = today if matched is None else matched.of(matched.year or 0)
    rest = body if matched is None else f"{body[: matched.start]} {body[matched.end :]}"
    for pattern, kind in _KINDS:
        if (found := re.search(pattern, rest, re.IGNORECASE)) is not None:
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
            return Said(kind, day, matched is not None, rest, "" if paper is None else paper[0])
    return Said(None, day, matched is not None, rest, "")


def _place(turn: Turn, rest: str) -> str | None:
    """Read all that is left as the name of one community: 通创 没建成 names none; nothing left is one's only one."""
    if not rest.strip() and len(turn.own) == 1 and turn.who.scope(Act.RECORD) == "own":
        return turn.own[0]
    return _named(rest, turn.rules.lexicon)


def _named(text: str, lexicon: Lexicon) -> str | None:
    named = [entry for entry in lexicon.words.get(normalize(text), ()) if entry.kind in {"community", "authority"}]
    codes = {entry.code for entry in named if entry.kind == "community"} or {
        code for entry in named for code in lexicon.programme.of_authority[entry.code]
    }
    return codes.pop() if len(codes) == 1 else None


def told(line: str, lexicon: Lexicon, today: date) -> str | None:
    """Read what is told of a stage on a whole day as what is typed behind /record; None for anything else.

    江海2026年3月5日省级备案了; what says more than a name beside the day and the stage is none.
    """
    said = _read(line.translate(FOLD).strip(" 。.!！,，"), today)
    if said.kind is None or not said.dated or said.day is None or said.day > today:
        return None
    bare = _LIGHT.sub(" ", said.rest)
    place = _named("".join(bare.split()) if not bare.isascii() else bare, lexicon)
    if place is None:
        return None
    name = lexicon.programme.community[place].name("zh")
    return f"{name} {next(word for word, kind in _TYPED if kind == said.kind)} {said.day.isoformat()} {said.paper}"


_TYPED: tuple[tuple[str, MilestoneKind], ...] = (
    ("撤销备案", "not_provincial"), ("省级备案", "provincial"), ("未启动", "not_started"), ("建成", "built"),
    ("建设", "building"), ("启动", "started"),
)


def _light() -> str:
    return alternatives("record.told_stage")


_LIGHT = compile_later(_light, re.IGNORECASE)


def _how(turn: Turn) -> str:
    own = turn.own if turn.who.scope(Act.RECORD) == "own" else ()
    community = turn.programme.community[own[0]] if own else turn.programme.communities[0]
    key = "how" if turn.who.may(Act.RECORD_STAGE) else "how_own"
    return turn.texts(f"oversee.stage.{key}", community=community.name(turn.texts.lang), day=turn.today.isoformat())
