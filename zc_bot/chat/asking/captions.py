"""What is written under a picture or a file, where it is more than a remark on it."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.chat.asking import answering, ask, forwards
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.submission.replies import is_question
from zc_bot.texts.dialogue.review import read_serial


def speaks(turn: Turn) -> bool:
    """Tell whether a caption asks something or is a whole line of a report; one with a serial goes with its file.

    What a reporter writes under a picture or paper is a remark on it, unless it is put as a question.
    """
    text = turn.incoming.text
    if not text or read_serial(text) is not None:
        return False
    if is_question(text) or _reports(turn):
        return True
    goes_with_report = turn.who.reports and turn.incoming.kind in {"photo", "document"}
    return not goes_with_report and answering.asks_for_figures(turn)


def answer(turn: Turn) -> Response:
    """Answer a caption as if it had been typed; of a report that it began, the file comes after."""
    if not _reports(turn):
        return ask.question(turn, turn.incoming.text)
    said = forwards.answer(turn) if turn.incoming.author else answering.answer(turn)
    return replace(said, replies=(*said.replies, Reply(turn.texts("attachment.draft"))))


def _reports(turn: Turn) -> bool:
    """Tell whether a caption names its community too: 高新产值45.6亿的证明 alone is a remark."""
    return turn.who.reports and answering.reports_figures(turn) and answering.is_line(turn)
