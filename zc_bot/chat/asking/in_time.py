"""Whether one may still report, asked in words: 1月20号前能不能补报; no report is begun by a question."""

from __future__ import annotations

from zc_bot.chat.actions import OpenReport
from zc_bot.chat.asking import stating
from zc_bot.chat.cycles import cycle_meant
from zc_bot.chat.reminding import deadline
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import is_said
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.speech import asks
from zc_bot.texts.catalog import join


def whether(turn: Turn, meaning: Meaning) -> Response | None:
    """Answer whether one may still report, by the deadline, and offer to; None for what says figures or asks else."""
    text, cycle = turn.incoming.text, cycle_meant(turn)
    may = asks(text) and is_said(text, "order.may")
    if cycle is None or not may or meaning.metrics or meaning.communities or stating.says_figures(turn):
        return None
    label = turn.texts.plain("chat.start.report", year=cycle.year)
    begin = Button(label, OpenReport("", cycle.year))
    late = [] if turn.now < cycle.deadline else [turn.texts("oversee.deadline.late_too")]
    return Response((Reply(join([*deadline.standing(turn, cycle.year), *late]), ((begin,),)),))
