"""Photos and documents that go with a report: bound to its serial, and given back to those who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zc_bot.chat.actions import FilesOfPlace, FilesOfReport
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.replies import Document, Reply, Response
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
    named = incoming.kind == "photo" or incoming.file_name.lower().endswith(TYPES)
    return named and attachments.goes_with(session, who, programme, _serial(incoming), now) is not None


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
    if incoming.attached is None:
        return Response((Reply(texts("attachment.not_fetched")),))
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
    return _give_all(
        turn, attachments.of_place(turn.session, turn.who, turn.programme, action.community, action.year)
    )


def give_of_report(turn: Turn, action: FilesOfReport) -> Response:
    """Give the files of one's own report."""
    return _give_all(turn, attachments.of_person(turn.session, turn.who, turn.programme, [action.serial]))


def _give_all(turn: Turn, found: Sequence[tuple[int, File]]) -> Response:
    if not found:
        return Response((Reply(turn.texts("attachment.none")),))
    return Response(tuple(_give(turn, serial, file) for serial, file in found[-MOST:]))


def _give(turn: Turn, serial: int, file: File) -> Reply:
    text = turn.texts("attachment.given", serial=serial_text(serial), name=file.name)
    return Reply(text, document=Document(file.name, sha256=file.sha256))


def _serial(incoming: Incoming) -> int | None:
    """Read the serial that a caption names."""
    return read_serial(incoming.text)
