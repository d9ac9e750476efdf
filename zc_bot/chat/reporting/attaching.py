"""Photos and documents that go with a report: bound to its serial, and given back to those who may see it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from zc_bot.chat.incoming import Incoming
from zc_bot.chat.replies import Document, Reply, Response
from zc_bot.chat.turn import Desk
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.storage import attachments, dialogues, submissions
from zc_bot.storage.attachments import File
from zc_bot.storage.store import Session
from zc_bot.submission.draft import from_json
from zc_bot.texts.review import serial_text

PREFIX = "attachment:"
TYPES = (".pdf", ".jpg", ".jpeg", ".png", ".webp", ".heic")
MOST = 10
_SERIAL = re.compile(r"(?:编号|No\.?|#)\s*(\d{1,9})(?!\d)|(?<!\d)(0\d{5})(?!\d)", re.IGNORECASE)


def wanted(session: Session, who: Principal, programme: Programme, incoming: Incoming, now: datetime) -> bool:
    """Tell whether a file is a photo or PDF that goes with a report of its sender."""
    named = incoming.kind == "photo" or incoming.file_name.lower().endswith(TYPES)
    return named and attachments.goes_with(session, who, programme, _serial(incoming), now) is not None


def received(desk: Desk) -> Response:
    """Bind a file to the report it goes with, or say what can be attached to what."""
    texts, incoming = desk.texts, desk.incoming
    if incoming.kind == "document" and not incoming.file_name.lower().endswith(TYPES):
        return Response((Reply(texts("attachment.what")),))
    serial, draft = _serial(incoming), _has_figures(desk)
    submission = attachments.goes_with(desk.session, desk.who, desk.programme, serial, desk.now)
    if submission is None and serial is not None:
        return Response((Reply(texts("attachment.no_serial", serial=serial_text(serial))),))
    if submission is None or (draft and serial is None):
        return Response((Reply(texts("attachment.draft" if draft else "attachment.to_what")),))
    if incoming.attached is None:
        return Response((Reply(texts("attachment.not_fetched")),))
    fresh = attachments.bind(desk.session, desk.who, desk.programme, submission, incoming.attached, desk.now)
    key = "attachment.bound" if fresh else "attachment.before"
    about = texts.plain("remind.comma").join(
        f"{desk.programme.community[community].name(texts.lang)} {year}"
        for community, year in submissions.places_of(desk.session, submission)
        if community in desk.programme.community
    )
    text = texts(key, serial=serial_text(submission), about=about, name=incoming.attached.name)
    return Response((Reply(text, receipt=True),))


def _has_figures(desk: Desk) -> bool:
    """Tell whether a report is being made that a file may be meant for: a draft with figures in it."""
    stored = dialogues.load_draft(desk.session, desk.who.id)
    return stored is not None and from_json(stored.state).holds_figures


def tapped(desk: Desk, name: str, args: Sequence[str]) -> Response:
    """Give files back: of a community's year, or of one's own report. Raises `NotAllowed`."""
    if name == "place":
        community, year = args
        found = attachments.of_place(desk.session, desk.who, desk.programme, community, int(year))
    else:
        found = attachments.of_person(desk.session, desk.who, desk.programme, [int(args[0])])
    if not found:
        return Response((Reply(desk.texts("attachment.none")),))
    return Response(tuple(_give(desk, serial, file) for serial, file in found[-MOST:]))


def _give(desk: Desk, serial: int, file: File) -> Reply:
    text = desk.texts("attachment.given", serial=serial_text(serial), name=file.name)
    return Reply(text, document=Document(file.name, sha256=file.sha256))


def _serial(incoming: Incoming) -> int | None:
    """Read the serial that a caption names."""
    found = _SERIAL.search(incoming.text)
    return int(found[1] or found[2]) if found else None
