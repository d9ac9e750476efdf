"""What is written under a picture or a file, where it is more than a remark on it."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.chat.asking import answering, ask, forwards
from zc_bot.chat.overseeing import evidence
from zc_bot.chat.replies import Response
from zc_bot.chat.reporting import attaching
from zc_bot.chat.turn import Turn
from zc_bot.parsing.speech import asks
from zc_bot.texts.dialogue.review import read_serial


def speaks(turn: Turn) -> bool:
    """Tell whether a caption asks something or is a whole line of a report; one with a serial goes with its file.

    What a reporter writes under a picture or paper is a remark on it, unless it is put as a question.
    """
    text = turn.incoming.text
    if not text or read_serial(text) is not None:
        return False
    if asks(text) or reports(turn):
        return True
    goes_with_report = turn.who.reports and turn.incoming.kind in {"photo", "document"}
    return not goes_with_report and answering.asks_for_figures(turn)


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
    return speaks(turn) or read_serial(turn.incoming.text) is not None or answering.reports_figures(turn)


def answer(turn: Turn) -> Response:
    """Answer a caption as if it had been typed; the file goes with the report that it began or changed."""
    if not reports(turn):
        return ask.question(turn, turn.incoming.text)
    said = forwards.answer(turn) if turn.incoming.author else answering.answer(turn)
    if not attaching.is_awaited(turn):
        return said
    return replace(said, replies=(*said.replies, *attaching.received(turn).replies))


def reports(turn: Turn) -> bool:
    """Tell whether a caption names its community too: 高新产值45.6亿的证明 alone is a remark."""
    return turn.who.reports and answering.reports_figures(turn) and answering.is_line(turn)
