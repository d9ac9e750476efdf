"""What a text means after what was asked before, and what is wished to be said again or later."""

from __future__ import annotations

import re

from zc_bot.chat.asking import ask
from zc_bot.chat.reminding import personal
from zc_bot.chat.replies import Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.question import understand
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import Act
from zc_bot.reminders.cancelling import is_wish, without_wish
from zc_bot.reminders.moments import Moment, read_moment

_NUDGES = compile_later(alternatives("order.nudge"))
_BEGINS_TO_ASK = compile_later(r"(?:wh(?:at|en|o|ich|ere|y)|how)'?s?(?![a-z])", re.IGNORECASE)
QUESTION_INTENTS = frozenset({"clarify", "unknown", "report", "help"})
"""Meanings that a text in a dialogue is not taken to be a question for."""


def asks_for_figures(turn: Turn) -> bool:
    """Tell whether a text is understood as a question that names figures, put as one or not."""
    meaning = understood(turn, ())
    return bool(meaning.metrics) and meaning.intent not in {*QUESTION_INTENTS, "remind"}


def wishes(turn: Turn) -> bool:
    """Tell whether a text is a wish to be reminded: 提醒我明天上午报数."""
    return is_wish(turn.incoming.text) and understood(turn, ()).intent == "remind"


def reminded(turn: Turn) -> Response:
    """Set a reminder, or show who nudges others how far they are."""
    text = turn.incoming.text
    if turn.who.may(Act.NUDGE) and _NUDGES.search(text) and not is_wish(text):
        return ask.command_status(turn)
    return _told_again(turn) or personal.set_reminder(turn, text)


def _told_again(turn: Turn) -> Response | None:
    """Answer what somebody wants to be told again: remind me what the rule is, 提醒我一下高新占比要求多少.

    None for what has a moment, which is to be said then, and for what is no question.
    """
    text = turn.incoming.text
    if isinstance(read_moment(text, turn.now, turn.rules.zone), Moment) or not (said := without_wish(text)):
        return None
    meaning = understand(
        said, turn.rules.lexicon, today=turn.today, context=ask.context_of(turn), own=turn.own, lang=turn.who.lang
    )
    asked = asks(said) or _BEGINS_TO_ASK.match(said) is not None
    understood = meaning.intent not in {*QUESTION_INTENTS, "remind"}
    return ask.answer_meaning(turn, meaning) if asked and understood else None


def understood(turn: Turn, own: tuple[str, ...]) -> Meaning:
    """Understand a text after what was asked before, once a unit: several readers look at what it means."""
    text, own = turn.incoming.text, own or turn.own
    return turn.session.once(
        ("understood", turn.who, text, own, turn.now), ("context",),
        lambda: understand(
            text, turn.rules.lexicon, today=turn.today, context=ask.context_of(turn), own=own, lang=turn.who.lang
        ),
    )
