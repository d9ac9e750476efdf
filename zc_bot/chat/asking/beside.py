"""What is typed where a word, a day or a message is awaited and is none: answered as what it is, never lost.

An order or a question is answered, and the waiting goes on; anything else is told what is awaited, and how to leave.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from zc_bot.chat.actions import (
    AimBroadcast,
    AwaitDaysOff,
    AwaitDeadline,
    AwaitEnd,
    AwaitErase,
    AwaitMessage,
    AwaitSend,
)
from zc_bot.chat.asking import ask, orders, stating
from zc_bot.chat.asking.nudging import is_nudge
from zc_bot.chat.codec import Action
from zc_bot.chat.confirming import is_word
from zc_bot.chat.reminding import postponing
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reporting import report
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.question import understand
from zc_bot.parsing.speech import asks
from zc_bot.policy.hidden import visible_lines
from zc_bot.policy.roles import Act
from zc_bot.reminders.announced import may_be_days
from zc_bot.storage import dialogues
from zc_bot.values import dataclass

LONGEST_QUESTION = 40
"""What is longer, or has several lines, is a message to be sent."""
_LEAVES = compile_later(
    lambda: rf"(?:{alternatives('order.leave_out')}|{alternatives('order.refuse')})[了吧啊]*", re.IGNORECASE
)
_NOT = compile_later(r"(?:先|暂时?|还是)*(?:不要?|别|don'?t |do not )(?:再|to )?", re.IGNORECASE)
NO_QUESTION = frozenset({"clarify", "unknown", "report", "remind", "help"})


@dataclass(frozen=True, slots=True)
class _Awaited:
    """What is awaited; answers: whether a text is that; line: the key of what is said of it while it is not."""

    answers: Callable[[Turn, Any], bool]
    line: str
    word: str = ""


def _is(word: str) -> Callable[[Turn, Any], bool]:
    return lambda turn, _: is_word(turn.incoming.text, word)


_AWAITED: Mapping[type[Action], _Awaited] = {
    AwaitSend: _Awaited(_is("oversee.broadcast.word"), "oversee.broadcast.waits", "oversee.broadcast.word"),
    AwaitEnd: _Awaited(_is("oversee.deadline.end_word"), "oversee.deadline.end_waits", "oversee.deadline.end_word"),
    AwaitErase: _Awaited(_is("people.erase.word"), "people.erase.waits", "people.erase.word"),
    AwaitDeadline: _Awaited(lambda turn, prompt: _names_day(turn, prompt), "oversee.deadline.day_waits"),
    AwaitDaysOff: _Awaited(lambda turn, _: may_be_days(turn.incoming.text), "oversee.days.waits"),
    AwaitMessage: _Awaited(lambda turn, _: not _asks_shortly(turn), "oversee.broadcast.message_waits"),
}


def beside(turn: Turn, prompt: Action, answer: Callable[[Turn], Response]) -> Response | None:
    """Answer what is not what a prompt awaits; None for what is, and for a prompt that takes any text.

    answer: what answers a text when nothing is awaited.
    """
    awaited = _AWAITED.get(type(prompt))
    if awaited is None or awaited.answers(turn, prompt):
        return None
    if _leaves(turn, awaited):
        dialogues.drop_prompt(turn.session, turn.who.id)
        return Response((Reply(turn.texts("chat.say.prompt_dropped")),))
    if isinstance(prompt, AwaitDeadline) and _reports(turn):
        return answer(turn)
    before = dialogues.load_prompt(turn.session, turn.who.id, turn.now - FOLLOW_UP)
    done = (None if isinstance(prompt, AwaitMessage) else orders.ordered(turn)) or _answered(turn)
    if done is None:
        return Response((_waits(turn, prompt, awaited),))
    if dialogues.load_prompt(turn.session, turn.who.id, turn.now - FOLLOW_UP) != before:
        return done  # Something else is awaited now.
    return replace(done, replies=(*done.replies, _waits(turn, prompt, awaited)))


def words_for_nothing(turn: Turn, said: str) -> Response | None:
    """Say of a word that sends or ends something that nothing waits for it; None for any other text."""
    found = next((one for one in _AWAITED.values() if one.word and is_word(said, one.word)), None)
    if found is None or not turn.who.may(Act.BROADCAST):
        return None
    return Response((Reply(turn.texts(f"{found.line}_not", word=turn.texts.plain(found.word))),))


def _leaves(turn: Turn, awaited: _Awaited) -> bool:
    """Tell whether a text leaves what is awaited: 不发了, 算了, 不用, and 不结束 where 结束 is awaited."""
    said = turn.incoming.text.strip(" 。.!！~,，")
    labels = ("oversee.button.dont_send", "oversee.button.leave", "people.button.keep_data")
    negated = _NOT.match(said)
    return (
        any(is_word(said, one) for one in labels) or _LEAVES.fullmatch(said) is not None
        or bool(awaited.word and negated and is_word(said[negated.end() :].rstrip("了吧"), awaited.word))
    )


def _names_day(turn: Turn, prompt: AwaitDeadline) -> bool:
    return not is_nudge(turn, turn.incoming.text) and postponing.names_day(turn, prompt)


def _reports(turn: Turn) -> bool:
    return turn.who.reports and (stating.is_line(turn) or report.open_draft(turn) is not None)


def _waits(turn: Turn, prompt: Action, awaited: _Awaited) -> Reply:
    """Say what is still awaited and how to leave it; a question may be the message itself."""
    word = turn.texts.plain(awaited.word) if awaited.word else ""
    text = turn.texts(awaited.line, word=word, year=getattr(prompt, "year", ""))
    if not isinstance(prompt, AwaitMessage):
        return Reply(text)
    message = AimBroadcast(prompt.to, visible_lines(turn.incoming.text))
    return Reply(text, ((Button(turn.texts.plain("oversee.button.is_message"), message),),))


def _answered(turn: Turn) -> Response | None:
    """Answer a question; None for what is none, which would be taken for a report or not be understood."""
    meaning = _understood(turn)
    is_asked = meaning.intent not in NO_QUESTION or (meaning.intent == "clarify" and asks(turn.incoming.text))
    return ask.answer_meaning(turn, meaning) if is_asked else None


def _asks_shortly(turn: Turn) -> bool:
    """Tell whether a text is a question of the bot, and no message that asks something of people."""
    text = turn.incoming.text
    if len(text) > LONGEST_QUESTION or "\n" in text or not asks(text):
        return False
    return _understood(turn).intent not in NO_QUESTION


def _understood(turn: Turn) -> Meaning:
    return understand(
        turn.incoming.text, turn.rules.lexicon, today=turn.today, context=ask.context_of(turn), own=turn.own,
        lang=turn.who.lang,
    )
