"""What is written under a picture or a file, where it is more than a remark on it."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.chat.asking import named as commands
from zc_bot.chat.asking import stating, understood
from zc_bot.chat.incoming import FileUse, Incoming
from zc_bot.chat.overseeing import evidence
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.reporting import attaching, doubtful, report
from zc_bot.chat.showing import photo
from zc_bot.chat.turn import Turn
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import Act
from zc_bot.storage import albums
from zc_bot.storage.albums import Waiting
from zc_bot.texts.dialogue.review import read_serial


def speaks(turn: Turn) -> bool:
    """Tell whether a caption is to be taken as a text that was typed, and not as a remark on its file.

    A command, a question, a wish and a whole line of a report are. All else that a reporter writes under a picture
    or paper which goes with a report is a remark on it, and one with a serial says where the file goes.
    """
    text, files = turn.incoming.text, turn.who.reports and turn.incoming.kind in {"photo", "document"}
    if not text or turn.incoming.command:
        return bool(text)
    if files and read_serial(text) is not None:
        return False
    if _is_openly_put(turn):
        return True
    if understood.wishes(turn):
        return True
    return not (files and attaching.has_place(turn)) and understood.asks_for_figures(turn)


def _is_openly_put(turn: Turn) -> bool:
    """Tell whether a caption is a command, is put as a question or reports."""
    if turn.incoming.command or asks(turn.incoming.text):
        return True
    return reports(turn) or commands.as_command(turn) is not None


def is_proof(turn: Turn) -> bool:
    """Tell whether a file proves what was noted: one whose caption says figures, a serial or a question does not."""
    if turn.incoming.kind not in {"photo", "document"}:
        return False
    if not evidence.wanted(turn.session, turn.who, turn.incoming, turn.now):
        return False
    return turn.incoming.command == "record" or not _says_otherwise(turn)


def _says_otherwise(turn: Turn) -> bool:
    """Tell whether a caption makes its file part of a report, or asks, and so proves nothing that was noted."""
    if not turn.incoming.text:
        return False
    return _is_openly_put(turn) or read_serial(turn.incoming.text) is not None or stating.reports_figures(turn)


def with_file(turn: Turn, said: Response) -> Response:
    """Add to the answer to a caption that its file goes with the report that it began or changed."""
    if not reports(turn) or not attaching.is_awaited(turn):
        return without_file(turn, said)
    return replace(said, replies=(*said.replies, *attaching.received(turn).replies))


def without_file(turn: Turn, said: Response) -> Response:
    """Add to the answer to a caption that its picture or paper was not looked at, nor kept."""
    if turn.incoming.kind not in {"photo", "document"} or not said.replies:
        return said
    return replace(said, replies=(*said.replies, Reply(turn.texts("chat.say.file_unused"), of_file="nothing")))


def reports(turn: Turn) -> bool:
    """Tell whether a caption names its community too, or is the value that is asked for.

    So does one of nothing but figures while a report is open; 高新产值45.6亿的证明 is a remark.
    """
    if not turn.who.reports:
        return False
    if turn.incoming.command:
        return turn.incoming.command == "report"
    if report.open_draft(turn) is not None and stating.is_report(turn):
        return True
    return stating.replies_with_value(turn) or (stating.reports_figures(turn) and stating.is_line(turn))


def as_remark(turn: Turn) -> Response:
    """Bind a file whose caption is a remark, and say of figures in the caption that they were not noted."""
    bound = attaching.received(turn)
    return doubtful.remark_not_noted(turn, bound) if turn.incoming.text and stating.reports_figures(turn) else bound


def note_of_album(turn: Turn) -> None:
    """Note a file of an album that nothing said to be shown: the caption of a later one may say what all are for."""
    sent, who = turn.incoming, turn.who
    if not sent.album or not sent.private or not (who.reports or who.may(Act.SHOW)) or not attaching.fits(sent):
        return
    if not sent.command and read_serial(sent.text) is None:
        waiting = Waiting(sent.file, sent.file_name, sent.file_size, sent.text)
        albums.put(turn.session, who.id, sent.album, waiting, turn.now)


def earlier(turn: Turn, use: FileUse) -> tuple[Incoming, ...]:
    """Return the files of an album that came before it was said what they are for, to be fetched with this one."""
    incoming = turn.incoming
    if use == "sheet" or is_proof(turn) or (use == "attachment" and attaching.has_of_album(turn)):
        return ()
    found = (
        replace(
            incoming, kind="document" if one.name else "photo", file=one.file, file_name=one.name, file_size=one.size,
            text=one.caption,
        )
        for one in albums.waiting(turn.session, turn.who.id, incoming.album, turn.now)
    )
    return tuple(one for one in found if use == "attachment" or photo.is_picture(one, photo.ENDINGS))
