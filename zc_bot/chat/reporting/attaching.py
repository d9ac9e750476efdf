"""Photos and documents that go with a report: bound to its serial, and given back to those who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from zc_bot.chat.actions import FilesOfFigures, FilesOfPlace, FilesOfReport
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.replies import Button, Document, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import without_years
from zc_bot.policy.hidden import visible_line
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.storage import albums, attachments, audit, dialogues, submissions
from zc_bot.storage.attachments import File
from zc_bot.storage.store import Session
from zc_bot.submission.draft import Draft, DraftFile, from_json, to_json
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import read_serial, serial_text
from zc_bot.texts.numbers import shorten
from zc_bot.values import dataclass

_ASKED, _OTHERWISE = compile_later(alternatives("files.asked")), compile_later(alternatives("files.otherwise"))
"""A text with a number besides its year says a figure, and mentions a file at most: 从业人员5300，附件见邮箱."""
TYPES = (".pdf", ".jpg", ".jpeg", ".png", ".webp", ".heic")
MOST, LONGEST_CAPTION = 10, 300



def wanted(session: Session, who: Principal, programme: Programme, incoming: Incoming, now: datetime) -> bool:
    """Tell whether a file is a photo or PDF that goes with a report of its sender."""
    if not fits(incoming):
        return False
    goes = _find(session, who, programme, incoming, now)
    if goes.draft is None and goes.submission is None:
        return False
    return _lacks_room(session, who, goes, incoming.file_size, now) is None


def has_place(turn: Turn) -> bool:
    """Tell whether a file goes with a report of its sender, an open one or one that was handed in."""
    goes = _find(turn.session, turn.who, turn.programme, turn.incoming, turn.now)
    return goes.draft is not None or goes.submission is not None


def is_awaited(turn: Turn) -> bool:
    """Tell whether a photo or paper can go with the open report."""
    return fits(turn.incoming) and _open_draft(turn.session, turn.who) is not None


def fits(incoming: Incoming) -> bool:
    """Tell whether a file is a photo or a paper by its name."""
    return incoming.kind == "photo" or incoming.file_name.lower().endswith(TYPES)


def has_of_album(turn: Turn) -> bool:
    """Tell whether files of an album go with a report of its sender, from which its other files can be told."""
    draft, album = _open_draft(turn.session, turn.who), turn.incoming.album
    kept = draft is not None and any(one.album == album for one in draft.files)
    return kept or bool(attachments.of_album(turn.session, turn.who, album))


def received(turn: Turn) -> Response:
    """Bind a file to the report it goes with, and with it those of its album that came before that was known."""
    before = [_received(replace(turn, incoming=one)) for one in turn.incoming.earlier]
    last = _received(turn)
    if before:
        albums.drop(turn.session, turn.who.id, turn.incoming.album)
    faults = dict.fromkeys(reply for one in before for reply in one.replies if reply.of_file == "fault")
    return replace(last, replies=(*faults, *last.replies))


def _received(turn: Turn) -> Response:
    """Bind a file to the report it goes with, be it one that is still made, or say what can be attached to what."""
    texts, incoming = turn.texts, turn.incoming
    if incoming.kind == "document" and not incoming.file_name.lower().endswith(TYPES):
        return Response((Reply(texts("attachment.what"), of_file="fault"),))
    goes = _find(turn.session, turn.who, turn.programme, incoming, turn.now)
    if goes.draft is None and goes.submission is None:
        if (named := _serial(incoming)) is not None:
            no_serial = texts("attachment.no_serial", serial=serial_text(named))
            return Response((Reply(no_serial, of_file="fault"),))
        return Response((Reply(texts("attachment.to_what"), of_file="nothing"),))
    size = incoming.attached.size if incoming.attached is not None else incoming.file_size
    if full := _lacks_room(turn.session, turn.who, goes, size, turn.now):
        text = texts(f"attachment.{full}", serial=serial_text(goes.submission or 0), most=attachments.A_REPORT)
        return Response((Reply(text, of_file="fault"),))
    if incoming.attached is None:
        text = texts("attachment.unfit" if incoming.is_unfit else "attachment.not_fetched")
        return Response((Reply(text, of_file="fault"),))
    file = replace(incoming.attached, caption=shorten(visible_line(incoming.text), LONGEST_CAPTION))
    if goes.submission is None and goes.draft is not None:
        return _keep_with(turn, goes.draft, file)
    return _bind(turn, goes.submission or 0, file)


@dataclass(frozen=True, slots=True)
class _Goes:
    """What a file goes with: a report that was handed in, or the one that is being made."""

    submission: int | None = None
    draft: Draft | None = None


def _find(session: Session, who: Principal, programme: Programme, incoming: Incoming, now: datetime) -> _Goes:
    """Find what a file goes with: the serial it names, what its album went with, the open report, the last one."""
    serial, draft = _serial(incoming), _open_draft(session, who)
    if serial is not None:
        return _Goes(attachments.goes_with(session, who, programme, serial, now))
    together = attachments.of_album(session, who, incoming.album) if incoming.album else ()
    if together:
        return _Goes(attachments.goes_with(session, who, programme, together[-1], now))
    if draft is not None:
        return _Goes(draft=draft)
    return _Goes(attachments.goes_with(session, who, programme, None, now))


def _lacks_room(
    session: Session, who: Principal, goes: _Goes, size: int, now: datetime
) -> Literal["report_full", "day_full", "draft_full"] | None:
    if goes.submission is not None or goes.draft is None:
        return attachments.lacks_room(session, who, goes.submission, size, now)
    if len(goes.draft.files) >= attachments.A_REPORT:
        return "draft_full"
    return attachments.lacks_room(session, who, None, size + sum(one.size for one in goes.draft.files), now)


def _open_draft(session: Session, who: Principal) -> Draft | None:
    """Return the report that a file may be meant for: an open one with figures in it."""
    stored = dialogues.load_draft(session, who.id)
    if stored is None:
        return None
    draft = from_json(stored.state)
    return draft if draft.holds_figures and draft.community is not None and draft.year is not None else None


def _keep_with(turn: Turn, draft: Draft, file: File) -> Response:
    """Keep a file with the open report; its buttons stay as they are."""
    kept = DraftFile(file.name, file.sha256, file.size, file.caption, turn.incoming.album)
    if all(one.sha256 != kept.sha256 for one in draft.files):
        draft = replace(draft, files=(*draft.files, kept))
        dialogues.save_draft(turn.session, turn.who.id, draft.version, to_json(draft), turn.now)
    name = turn.programme.community[draft.community or ""].name(turn.texts.lang)
    place = turn.texts.plain("report.place", community=name, year=draft.year)
    text = turn.texts("attachment.kept", count=len(draft.files), place=place)
    return Response((Reply(text, receipt=True),))


def _bind(turn: Turn, submission: int, file: File) -> Response:
    """Bind a file to a report; what its album brought before goes there with it."""
    texts, album = turn.texts, turn.incoming.album
    if album:
        attachments.move_album(turn.session, turn.who, turn.programme, album, submission, turn.now)
        _take_from_draft(turn, album, submission)
    fresh = attachments.bind(turn.session, turn.who, turn.programme, submission, file, turn.now, album)
    count = len(attachments.of_album(turn.session, turn.who, album)) if album else 1
    key = "attachment.bound_album" if count > 1 else "attachment.bound" if fresh else "attachment.before"
    about = texts.plain("remind.comma").join(
        f"{turn.programme.community[community].name(texts.lang)} {year}"
        for community, year in submissions.places_of(turn.session, submission)
        if community in turn.programme.community
    )
    text = texts(key, serial=serial_text(submission), about=about, name=file.name, count=count)
    return Response((Reply(text, receipt=True),))


def _take_from_draft(turn: Turn, album: str, submission: int) -> None:
    """Let the files of an album that waited with the open report go with the one that its caption names."""
    draft = _open_draft(turn.session, turn.who)
    theirs = [one for one in draft.files if one.album == album] if draft is not None else []
    if draft is None or not theirs:
        return
    for one in theirs:
        file = File(one.name, one.sha256, one.size, one.caption)
        attachments.bind(turn.session, turn.who, turn.programme, submission, file, turn.now, album)
    left = replace(draft, files=tuple(one for one in draft.files if one not in theirs))
    dialogues.save_draft(turn.session, turn.who.id, draft.version, to_json(left), turn.now)


def let_go(turn: Turn) -> None:
    """Take the files of an album off one's reports: the caption of a later one said what they are for."""
    album = turn.incoming.album
    attachments.unbind_album(turn.session, turn.who, album, turn.now)
    draft = _open_draft(turn.session, turn.who)
    if draft is not None and any(one.album == album for one in draft.files):
        left = replace(draft, files=tuple(one for one in draft.files if one.album != album))
        dialogues.save_draft(turn.session, turn.who.id, draft.version, to_json(left), turn.now)


def give_of_place(turn: Turn, action: FilesOfPlace) -> Response:
    """Give the files of a community's year to who reviews it; raises `NotAllowed`."""
    found = attachments.of_place(turn.session, turn.who, turn.programme, action.community, action.year)
    return _give_some(turn, found, action)


def give_of_report(turn: Turn, action: FilesOfReport) -> Response:
    """Give the files of one's own report."""
    return _give_some(turn, attachments.of_person(turn.session, turn.who, turn.programme, [action.serial]), action)


def give_of_figures(turn: Turn, action: FilesOfFigures) -> Response:
    """Give the files of some figures to who may see them."""
    years = [int(year) for year in action.years]
    found = attachments.of_figures(
        turn.session, turn.who, turn.programme, action.communities, years, action.metrics
    )
    return _give_some(turn, found, action)


_SEE = compile_later("见|详|(?<![a-z])see(?![a-z])")
"""Points to a file instead of asking for it."""


def asked_for(turn: Turn) -> Response | None:
    """Take a text that asks for the files of figures: 通创2019年高新产值的附件; None for any other."""
    if _ASKED.search(turn.incoming.text.lower()) is None:
        return None
    said = read_laid(turn.incoming.text, turn.rules.lexicon, turn.today)
    if says_more(said.text, turn.today):
        return None
    communities = said.communities or turn.own
    if not communities:
        return None
    years = dict.fromkeys(str(one.year) for one in said.years)
    return give_of_figures(turn, FilesOfFigures(communities, tuple(years), said.measures))


def asked_for_by_name(turn: Turn) -> Response | None:
    """The same beside an open report, of figures named with their place or year; 从业人员见附件 is an answer."""
    said = read_laid(turn.incoming.text, turn.rules.lexicon, turn.today)
    is_whole = bool(said.measures and (said.communities or said.years)) and _SEE.search(said.text) is None
    return asked_for(turn) if is_whole else None


def says_more(text: str, today: date) -> bool:
    """Tell whether a text that mentions files says figures, or asks how it is done, rather than for the files."""
    return has_digit(without_years(text, today)) or _OTHERWISE.search(text) is not None


def _give_some(
    turn: Turn, found: Sequence[tuple[int, File]], action: FilesOfPlace | FilesOfReport | FilesOfFigures
) -> Response:
    """Give the newest files that were not given yet, and offer the older ones."""
    upto = len(found) - action.given
    if upto <= 0:
        return Response((Reply(turn.texts("attachment.none")),))
    older = max(upto - MOST, 0)
    given = found[older:upto]
    for serial in dict.fromkeys(serial for serial, _ in given):
        hashes = [file.sha256 for bound, file in given if bound == serial]
        audit.note_files(turn.session, turn.who, f"submission {serial}", hashes, turn.now)
    replies = [_give(turn, serial, file) for serial, file in given]
    if older:
        label = turn.texts.plain("attachment.older_button", count=older)
        more = Button(label, replace(action, given=len(found) - older))
        replies.append(Reply(turn.texts("attachment.older", count=older), ((more,),)))
    return Response(tuple(replies))


def _give(turn: Turn, serial: int, file: File) -> Reply:
    text = turn.texts("attachment.given", serial=serial_text(serial), name=file.name)
    if file.caption:
        text = join([text, turn.texts("attachment.said", caption=file.caption)])
    return Reply(text, document=Document(file.name, sha256=file.sha256))


def _serial(incoming: Incoming) -> int | None:
    """Read the serial that a caption names."""
    return read_serial(incoming.text)
