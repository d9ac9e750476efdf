"""/record: note a decision, milestone, target or support in a line; previewed, confirmed, closed, taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from markupsafe import Markup

from zc_bot.chat.actions import (
    ApproveEntry,
    ChangeEntry,
    LeaveEntry,
    NoteEntry,
    NoteMeeting,
    ProveEntry,
    RunCommand,
)
from zc_bot.chat.overseeing import stage
from zc_bot.chat.overseeing.minutes import MOST, Minutes, begins_meeting, read_minutes
from zc_bot.chat.overseeing.previewing import confirm, not_kept, of_the_city, pack, preview, unpack
from zc_bot.chat.overseeing.record_line import read_line
from zc_bot.chat.overseeing.responsible import letters_about, names_in, unreached
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.ledger import Ledger, Noted, Record, RecordState
from zc_bot.policy.hidden import visible_lines
from zc_bot.policy.roles import Act
from zc_bot.storage import ledger, people, proofs
from zc_bot.storage.attachments import File
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join, texts_for
from zc_bot.texts.overseeing.ledger import (
    word_line,
    word_noted,
)

SHOWN = 6
_KINDS: Mapping[str, tuple[str, ...]] = {
    "all": ("decision", "support", "milestone", "target"),
    "own": ("support", "milestone", "target"),
    "self": ("support",),
}
"""What may be noted, by how far one's own reaches."""


def command(turn: Turn) -> Response:
    """Say how something is noted and what is open; with words behind the command, preview what they say."""
    said = visible_lines(turn.incoming.argument)
    if not said:
        return listed(turn)
    if (minutes := read_minutes(said, turn.rules.lexicon, turn.today)) is not None:
        return _preview_meeting(turn, minutes)
    line = read_line(said, turn.rules.lexicon, turn.today)
    if line.kind != "decision" and turn.who.scope(Act.RECORD) == "all" and begins_meeting(said):
        return _preview_meeting(turn, Minutes(turn.today, "", fault="none"))
    if line.kind is None:
        if turn.who.scope(Act.RECORD) != "self" and (turn.who.may(Act.RECORD_STAGE) or stage.names_one(said)):
            return stage.command(turn)
        return Response((Reply(join([turn.texts("ledger.no_kind", said=said[:40]), _how(turn)])),))
    if line.noted is None:
        names = _words(turn).places(line.places)
        fault = turn.texts(f"ledger.fault.{line.fault}", day=line.day, names=names)
        return Response((Reply(join([fault, _how(turn)])),))
    noted = _with_people(turn, line.noted)
    if turn.who.scope(Act.RECORD) == "self":
        noted = noted if noted.who else replace(noted, who="、".join(turn.who.authorities))
        if noted.kind != "support" or not set(names_in(noted)) <= set(turn.who.authorities):
            turn.deny("ledger")
            names = turn.texts.plain("remind.comma").join(turn.who.authorities)
            return Response((Reply(turn.texts("ledger.department_only", names=names)),))
    return preview(turn, noted)


def _preview_meeting(turn: Turn, minutes: Minutes) -> Response:
    """Preview a meeting with its decisions; one line at fault stops all."""
    if turn.who.scope(Act.RECORD) != "all":
        turn.deny("ledger")
        return Response((Reply(turn.texts("ledger.city_only", roles=of_the_city(turn))),))
    if minutes.fault:
        text = turn.texts(f"ledger.meeting.{minutes.fault}", line=minutes.line[:40], most=MOST)
        return Response((Reply(join([text, turn.texts("ledger.meeting.how", day=turn.today.isoformat())])),))
    decisions = [_with_people(turn, one) for one in minutes.decisions]
    head = turn.texts("ledger.meeting.head", day=minutes.day.isoformat(), subject=minutes.subject,
                      count=len(decisions))
    lines = [turn.texts("ledger.meeting.entry", at=at, entry=word_noted(one, _words(turn)))
             for at, one in enumerate(decisions, 1)]
    rows = confirm(turn, NoteMeeting(json.dumps([pack(one) for one in decisions], ensure_ascii=False)))
    return Response((Reply(join([head, *lines, *not_kept(turn)]), rows, single_use=True),))


def _with_people(turn: Turn, noted: Noted) -> Noted:
    """Name in a decision the people of this programme whom its words name."""
    if noted.kind != "decision":
        return noted
    named = [one.name for one in people.admitted(turn.session, turn.who) if one.name in noted.what]
    return replace(noted, who="、".join(dict.fromkeys([*names_in(noted), *named])))


def note_meeting(turn: Turn, action: NoteMeeting) -> Response:
    """Note every decision of a meeting, and tell those who are to see to it."""
    decisions = [unpack(one) for one in json.loads(action.decisions)]
    entries = [(ledger.note(turn.session, turn.who, turn.programme, one, turn.now), one) for one in decisions]
    lines = [turn.texts("ledger.meeting.entry", at=entry, entry=word_noted(one, _words(turn)))
             for entry, one in entries]
    buttons = [Button(turn.texts.plain("ledger.button.void_id", id=entry), ChangeEntry(entry, "void"))
               for entry, _ in entries]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    notices = [one for entry, noted in entries for one in letters_about(turn, noted, entry, "new")]
    head = turn.texts("ledger.meeting.noted", count=len(entries))
    return Response((Reply(join([head, *lines, *_told(turn, decisions, notices)]), rows, receipt=True),),
                    notices=tuple(notices))


def _told(turn: Turn, decisions: Sequence[Noted], notices: Sequence[Notice]) -> list[Markup]:
    """Say how many were told of decisions, and for whom nobody here stands."""
    told = len({one.person for one in notices})
    missing = dict.fromkeys(name for one in decisions for name in unreached(turn, one))
    lines = [turn.texts("ledger.told", count=told)] if told else []
    names = turn.texts.plain("remind.comma").join(missing)
    return [*lines, turn.texts("ledger.untold", names=names)] if missing else lines


def note(turn: Turn, action: NoteEntry) -> Response:
    """Note what was previewed."""
    noted = unpack(action.entry)
    entry = ledger.note(turn.session, turn.who, turn.programme, noted, turn.now)
    key = "ledger.noted" if turn.who.reviews else "ledger.handed_in"
    text = turn.texts(key, id=entry, entry=word_noted(noted, _words(turn)))
    undo = Button(turn.texts.plain("ledger.button.void"), ChangeEntry(entry, "void"))
    if action.file:
        file = File(**json.loads(action.file))
        if proofs.lacks_room(turn.session, turn.who, entry, file.size, turn.now):
            text = join([text, turn.texts("attachment.day_full")])
        else:
            proofs.add(turn.session, turn.who, turn.programme, entry, file, turn.now)
            text = join([text, turn.texts("ledger.proof.with", name=file.name)])
    if noted.kind in proofs.PROVED:
        prove = Button(turn.texts.plain("ledger.button.prove"), ProveEntry(entry))
        return Response((Reply(text, ((prove,), (undo,)), receipt=True),), notices=_to_review(turn, noted, entry))
    if noted.kind != "decision":
        return Response((Reply(text, ((undo,),), receipt=True),), notices=_to_review(turn, noted, entry))
    notices = letters_about(turn, noted, entry, "new")
    lines = [text, *_told(turn, [noted], notices)]
    return Response((Reply(join(lines), ((undo,),), receipt=True),), notices=notices)


def _to_review(turn: Turn, noted: Noted, entry: int) -> tuple[Notice, ...]:
    """Tell the reviewers of what waits for them; nobody of what needs no review."""
    told = () if turn.who.reviews else people.reviewers(turn.session, besides=turn.who.id)
    notices = []
    for one in told:
        texts = texts_for(one.lang)
        words = Words(turn.programme, texts, turn.today)
        text = texts("ledger.told_of", by=turn.who.name, entry=word_noted(noted, words))
        row = (Button(texts.plain("ledger.button.look"), RunCommand("record")),)
        notices.append(Notice(one.id, text, (row,), f"record:{entry}:{one.id}"))
    return tuple(notices)


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


def _to_author(turn: Turn, found: Record, how: str) -> tuple[Notice, ...]:
    """Tell who noted something what somebody else made of it."""
    author = people.find(turn.session, found.author)
    if author is None or author.id == turn.who.id or how not in {"approved", "void"}:
        return ()
    texts = texts_for(author.lang)
    entry = word_noted(found.noted, Words(turn.programme, texts, turn.today))
    text = texts(f"ledger.yours.{how}", entry=entry, by=turn.who.name)
    return (Notice(author.id, text, (), f"record:{found.id}:{how}:{author.id}"),)


def _changed(turn: Turn, found: Record | None, how: Literal["open", "closed", "void", "approved"]) -> Response:
    if found is None:
        return Response(toast=turn.texts.plain("ledger.changed_meanwhile"), alert=True)
    text = turn.texts(f"ledger.done.{how}", entry=word_noted(found.noted, _words(turn)))
    is_decision = found.noted.kind == "decision"
    notices = letters_about(turn, found.noted, found.id, how) if is_decision and how != "approved" else ()
    notices = notices or _to_author(turn, found, how)
    return Response((Reply(text, receipt=True),), notices=notices)


def listed(turn: Turn) -> Response:
    """List what waits and what is open, with buttons to approve, close and take back; to a department its own."""
    known, words = ledger.load(turn.session, turn.who), _words(turn)
    waiting, decisions = known.waiting(), known.open_decisions()
    lines = [turn.texts("ledger.head", open=len(decisions), overdue=len(known.overdue(turn.today)),
                        waiting=len(waiting))]
    kept = _of_the_department(turn, known)
    shown = [*waiting, *decisions, *kept][:SHOWN]
    lines += [word_line(one, words, turn.today) for one in shown]
    rows = []
    for one in shown:
        if not turn.who.reviews:
            continue
        do = ApproveEntry(one.id) if not one.approved else ChangeEntry(one.id, "closed")
        key = "approve" if not one.approved else "close"
        decide = (Button(turn.texts.plain(f"ledger.button.{key}", id=one.id), do),)
        own = not one.approved and one.author == turn.who.id  # Somebody else approves it.
        void = Button(turn.texts.plain("ledger.button.void_id", id=one.id), ChangeEntry(one.id, "void"))
        rows.append((*(() if own else decide), void))
    return Response((Reply(join([*lines, _how(turn)]), tuple(rows)),))


def _of_the_department(turn: Turn, known: Ledger) -> list[Record]:
    """Return what a member department granted and was reviewed, the newest first; nothing to anybody else."""
    if turn.who.scope(Act.RECORD) != "self":
        return []
    own = [one for one in known.of("support") if set(names_in(one.noted)) <= set(turn.who.authorities)]
    return own[::-1]


def _how(turn: Turn) -> Markup:
    """Show how what this person may note is written, of their own where they have any."""
    scope, programme = turn.who.scope(Act.RECORD), turn.programme
    kinds = _KINDS[scope] + (("stage",) if turn.who.may(Act.RECORD_STAGE) else ("step",) if scope == "own" else ())
    community = programme.community[turn.own[0]] if turn.own else programme.communities[0]
    members = turn.who.authorities if scope == "self" else programme.members
    shown = {
        "community": community.name(turn.texts.lang), "authority": _words(turn).authority(community.authority),
        "member": next(iter(members), ""), "day": turn.today.isoformat(),
    }
    return join([turn.texts(f"ledger.how.{kind}", **shown) for kind in ("head", *kinds)])


def _words(turn: Turn) -> Words:
    return Words(turn.programme, turn.texts, turn.today)
