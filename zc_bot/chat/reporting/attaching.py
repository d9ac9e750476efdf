"""Photos and documents that go with a report: bound to its serial, and given back to those who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from zc_bot.chat.actions import FilesOfPlace, FilesOfReport
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.replies import Button, Document, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.storage import attachments, dialogues, submissions
from zc_bot.storage.attachments import File
from zc_bot.storage.store import Session
from zc_bot.submission.draft import from_json
from zc_bot.texts.dialogue.review import read_serial, serial_text

TYPES = (".pdf", ".jpg", ".jpeg", ".png", ".webp", ".heic")
MOST = 10

def wanted(session: Session, who: Principal, programme: Programme, incoming: Incoming, now: datetime) -> bool:
    """Tell whether a file is a photo or PDF that goes with a report of its sender."""
    if incoming.kind != "photo" and not incoming.file_name.lower().endswith(TYPES):
        return False
    submission = attachments.goes_with(session, who, programme, _serial(incoming), now)
    return submission is not None and not attachments.lacks_room(session, who, submission, incoming.file_size, now)


def received(turn: Turn) -> Response:
    """Bind a file to the report it goes with, or say what can be attached to what."""
    texts, incoming = turn.texts, turn.incoming
    if incoming.kind == "document" and not incoming.file_name.lower().endswith(TYPES):
        return Response((Reply(texts("attachment.what")),))
    serial, draft = _serial(incoming), _has_figures(turn)
    submission = attachments.goes_with(turn.session, turn.who, turn.programme, serial, turn.now)
    if submission is None and serial is not None:
        return Response((Reply(texts("attachment.no_serial", serial=serial_text(serial))),))
    if submission is None or (draft and serial is None):
        return Response((Reply(texts("attachment.draft" if draft else "attachment.to_what")),))
    size = incoming.attached.size if incoming.attached is not None else incoming.file_size
    if full := attachments.lacks_room(turn.session, turn.who, submission, size, turn.now):
        text = texts(f"attachment.{full}", serial=serial_text(submission), most=attachments.A_REPORT)
        return Response((Reply(text),))
    if incoming.attached is None:
        return Response((Reply(texts("attachment.unfit" if incoming.is_unfit else "attachment.not_fetched")),))
    fresh = attachments.bind(turn.session, turn.who, turn.programme, submission, incoming.attached, turn.now)
    key = "attachment.bound" if fresh else "attachment.before"
    about = texts.plain("remind.comma").join(
        f"{turn.programme.community[community].name(texts.lang)} {year}"
        for community, year in submissions.places_of(turn.session, submission)
        if community in turn.programme.community
    )
    text = texts(key, serial=serial_text(submission), about=about, name=incoming.attached.name)
    return Response((Reply(text, receipt=True),))


def _has_figures(turn: Turn) -> bool:
    """Tell whether a report is being made that a file may be meant for: a draft with figures in it."""
    stored = dialogues.load_draft(turn.session, turn.who.id)
    return stored is not None and from_json(stored.state).holds_figures


def give_of_place(turn: Turn, action: FilesOfPlace) -> Response:
    """Give the files of a community's year to who reviews it; raises `NotAllowed`."""
    found = attachments.of_place(turn.session, turn.who, turn.programme, action.community, action.year)
    return _give_some(turn, found, action)


def give_of_report(turn: Turn, action: FilesOfReport) -> Response:
    """Give the files of one's own report."""
    return _give_some(turn, attachments.of_person(turn.session, turn.who, turn.programme, [action.serial]), action)


def _give_some(
    turn: Turn, found: Sequence[tuple[int, File]], action: FilesOfPlace | FilesOfReport
) -> Response:
    """Give the newest files that were not given yet, and offer the older ones."""
    upto = len(found) - action.given
    if upto <= 0:
        return Response((Reply(turn.texts("attachment.none")),))
    older = max(upto - MOST, 0)
    replies = [_give(turn, serial, file) for serial, file in found[older:upto]]
    if older:
        label = turn.texts.plain("attachment.older_button", count=older)
        more = Button(label, replace(action, given=len(found) - older))
        replies.append(Reply(turn.texts("attachment.older", count=older), ((more,),)))
    return Response(tuple(replies))


def _give(turn: Turn, serial: int, file: File) -> Reply:
    text = turn.texts("attachment.given", serial=serial_text(serial), name=file.name)
    return Reply(text, document=Document(file.name, sha256=file.sha256))


def _serial(incoming: Incoming) -> int | None:
    """Read the serial that a caption names."""
    return read_serial(incoming.text)
