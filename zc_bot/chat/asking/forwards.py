"""Words that somebody only passes on: they are answered, but nobody's own answer to anything."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.chat.asking import answering, ask, stating
from zc_bot.chat.overseeing import proving
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.reporting import verifying
from zc_bot.chat.turn import Turn
from zc_bot.texts.catalog import join


def answer(turn: Turn) -> Response:
    """Answer what was forwarded or made by another bot.

    The code of a receipt or an export is verified; figures begin a report, or go into the open one, under the name
    of whose words they are, but for those of a bot; anything else is a question. None of it confirms, or answers
    what was asked last.
    """
    if (proof := verifying.verified(turn) or proving.proved(turn)) is not None:
        return proof
    if not stating.reports_figures(turn):
        return ask.question(turn, turn.incoming.text)
    if turn.incoming.via:
        return Response((Reply(turn.texts("chat.say.by_bot", bot=turn.incoming.author)),))
    return _under_its_name(turn, answering.answer(turn))


def _under_its_name(turn: Turn, response: Response) -> Response:
    """Say first whose words a report was begun with."""
    if not response.replies:
        return response
    first, *rest = response.replies
    note = turn.texts("chat.say.forwarded", author=turn.incoming.author)
    return replace(response, replies=(replace(first, text=join([note, first.text])), *rest))
