"""/record: note a decision, milestone, target or support in a line; previewed, confirmed, closed, taken back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from zc_bot.chat.actions import (
    ApproveEntry,
    ChangeEntry,
    LeaveEntry,
    NoteEntry,
)
from zc_bot.chat.overseeing import stage
from zc_bot.chat.overseeing.record_line import read_line
from zc_bot.chat.overseeing.view import View
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.figures import Query
from zc_bot.evaluation.ledger import Noted, Record, RecordState, kind_of_support, towards
from zc_bot.evaluation.steps import Step, steps_of
from zc_bot.policy.roles import Act
from zc_bot.storage import figures, ledger, milestones
from zc_bot.storage.types import canonical
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join
from zc_bot.texts.overseeing.ledger import (
    word_decisions,
    word_line,
    word_noted,
    word_support,
    word_targets,
)
from zc_bot.texts.overseeing.steps import word_steps

SHOWN = 6


def command(turn: Turn) -> Response:
    """Say how something is noted and what is open; with words behind the command, preview what they say."""
    said = turn.incoming.argument.strip()
    if not said:
        return _list(turn)
    line = read_line(said, turn.rules.lexicon, turn.today)
    if line.kind is None:
        if turn.who.may(Act.RECORD_STAGE):
            return stage.command(turn)
        return Response((Reply(join([turn.texts("ledger.no_kind", said=said[:40]), _how(turn)])),))
    if line.noted is None:
        return Response((Reply(join([turn.texts(f"ledger.fault.{line.fault}", day=line.day), _how(turn)])),))
    preview = turn.texts("ledger.preview", entry=word_noted(line.noted, _words(turn)))
    rows = (
        (Button(turn.texts.plain("ledger.button.note"), NoteEntry(pack(line.noted))),),
        (Button(turn.texts.plain("ledger.button.leave"), LeaveEntry()),),
    )
    return Response((Reply(preview, rows, single_use=True),))


def note(turn: Turn, action: NoteEntry) -> Response:
    """Note what was previewed."""
    noted = unpack(action.entry)
    entry = ledger.note(turn.session, turn.who, turn.programme, noted, turn.now)
    key = "ledger.noted" if turn.who.reviews else "ledger.handed_in"
    text = turn.texts(key, id=entry, entry=word_noted(noted, _words(turn)))
    undo = Button(turn.texts.plain("ledger.button.void"), ChangeEntry(entry, "void"))
    return Response((Reply(text, ((undo,),), receipt=True),))


def leave(turn: Turn, action: LeaveEntry) -> Response:
    return Response((Reply(turn.texts("ledger.left")),))


def change(turn: Turn, action: ChangeEntry) -> Response:
    """Close an entry or take it back."""
    state: RecordState = "closed" if action.state == "closed" else "void"
    return _changed(turn, ledger.change(turn.session, turn.who, turn.programme, action.entry, turn.now, state), state)


def approve(turn: Turn, action: ApproveEntry) -> Response:
    """Approve what an authority's own people noted."""
    found = ledger.change(turn.session, turn.who, turn.programme, action.entry, turn.now, approve=True)
    return _changed(turn, found, "approved")


def _changed(turn: Turn, found: Record | None, how: str) -> Response:
    if found is None:
        return Response(toast=turn.texts.plain("ledger.changed_meanwhile"), alert=True)
    text = turn.texts(f"ledger.done.{how}", entry=word_noted(found.noted, _words(turn)))
    return Response((Reply(text, receipt=True),))


def _list(turn: Turn) -> Response:
    """List what waits and what is open, with buttons to approve, close and take back."""
    known, words = ledger.load(turn.session, turn.who), _words(turn)
    waiting, decisions = known.waiting(), known.open_decisions()
    lines = [turn.texts("ledger.head", open=len(decisions), overdue=len(known.overdue(turn.today)),
                        waiting=len(waiting))]  # fmt: skip
    shown = [*waiting, *decisions][:SHOWN]
    lines += [word_line(one, words, turn.today) for one in shown]
    rows = []
    for one in shown:
        if not turn.who.reviews:
            continue
        do = ApproveEntry(one.id) if not one.approved else ChangeEntry(one.id, "closed")
        key = "approve" if not one.approved else "close"
        rows.append((
            Button(turn.texts.plain(f"ledger.button.{key}", id=one.id), do),
            Button(turn.texts.plain("ledger.button.void_id", id=one.id), ChangeEntry(one.id, "void")),
        ))  # fmt: skip
    return Response((Reply(join([*lines, _how(turn)]), tuple(rows)),))


def _how(turn: Turn) -> str:
    first = turn.programme.communities[0].name(turn.texts.lang)
    authority = _words(turn).authority(turn.programme.communities[0].authority)
    member = next(iter(turn.programme.members), "")
    return turn.texts("ledger.how", community=first, authority=authority, member=member, day=turn.today.isoformat())


def _words(turn: Turn) -> Words:
    return Words(turn.programme, turn.texts, turn.today)


def pack(noted: Noted) -> str:
    """Keep an entry as JSON: days as ISO dates, the amount as canonical text."""
    plain: dict[str, Any] = asdict(noted)
    for name in ("day", "due"):
        plain[name] = None if plain[name] is None else plain[name].isoformat()
    plain["amount"] = None if noted.amount is None else canonical(noted.amount)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def unpack(stored: str) -> Noted:
    """Read back what `pack` kept."""
    plain = json.loads(stored)
    for name in ("day", "due"):
        plain[name] = None if plain[name] is None else date.fromisoformat(plain[name])
    plain["amount"] = None if plain["amount"] is None else Decimal(plain["amount"])
    return Noted(**plain)


def support(view: View) -> Rendered:
    """Tell what support was granted: to whom, in which years, by which department and of which kind is asked."""
    known = ledger.load(view.session, view.onlooker, view.as_of)
    found = known if view.of_all else known.about(view.programme, view.places)
    granted = [one for one in found.of("support") if _is_asked_for(one, view)]
    return _rendered(view, word_support(granted, view.places, view.of_all, view.words, view.meaning))


def _is_asked_for(one: Record, view: View) -> bool:
    meaning, kind = view.meaning, kind_of_support(view.programme, one.noted)
    of_year = one.noted.day is not None and one.noted.day.year in meaning.years
    of_kind = kind is not None and kind.id in meaning.facts
    return (not meaning.years or of_year) and (not meaning.facts or of_kind) and meaning.topic in one.noted.who


def milestone(view: View) -> Rendered:
    """Tell which authorities have their plan and their policies, which communities started and are on record."""
    meaning = view.meaning
    lines = word_steps(steps_in(view), meaning.topic, meaning.verdict == "not_met", view.words, view.today)
    return _rendered(view, lines)


def steps_in(view: View) -> tuple[Step, ...]:
    """Return the steps of the authorities asked about."""
    known = ledger.load(view.session, view.onlooker, view.as_of)
    reached = milestones.load(view.session, view.as_of).until(view.today)
    return steps_of(view.programme, known, reached, view.places)


def decisions(view: View) -> Rendered:
    """Tell what was decided and is not done."""
    known = ledger.load(view.session, view.onlooker, view.as_of)
    found = known if view.of_all else known.about(view.programme, view.places)
    return _rendered(view, word_decisions(found, view.words, view.today))


def targets(view: View) -> Rendered:
    """Hold targets against the figures that the asker sees."""
    known = ledger.load(view.session, view.onlooker, view.as_of).about(view.programme, view.places)
    wanted = [one for one in known.of("target") if not view.meaning.years or one.noted.year in view.meaning.years]
    seen = figures.load(view.session, view.who, view.programme, [Query(tuple(view.programme.metric), view.places)])
    return _rendered(view, word_targets(tuple(towards(view.programme, seen, wanted)), view.words))


def _rendered(view: View, lines: list[Any]) -> Rendered:
    return Rendered(fit(Message(lines), view.texts))
