"""A decision that is said to be done: shown again with the button that closes it."""

from __future__ import annotations

import re

from zc_bot.chat.actions import ChangeEntry
from zc_bot.chat.overseeing.naming import is_about, named_in
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.ledger import Record
from zc_bot.policy.roles import Act
from zc_bot.storage import ledger
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join
from zc_bot.texts.overseeing.ledger import word_line

SHOWN = 6
_DECISION = re.compile("事项|议定|交办|督办|(?<![a-z])decisions?(?![a-z])")
_DONE = re.compile("办结|办完|办好|办妥|已办|完成|落实|(?<![a-z])(?:done|closed?|finished)(?![a-z])")
_ASKS = re.compile(r"[?？吗呢没未哪谁几]|多少|情况|怎么|怎样|如何|是否|什么|which|what|who|how|when|are |open")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,9}(?![0-9年月日])")


def closed(turn: Turn) -> Response | None:
    """Take a text that says that a decision is done: 26号事项办结了; None for any other."""
    text = turn.incoming.text.strip().lower()
    number = _NUMBER.search(text)
    says_so = _DONE.search(text) and (_DECISION.search(text) or (number and text.startswith(("办结", "close"))))
    if not says_so or len(text) > 60 or (_ASKS.search(text) and number is None):
        return None
    if turn.who.scope(Act.RECORD) != "all":
        return Response((Reply(turn.texts("ledger.close.who")),))
    found = _meant(turn, text, number)
    if not found:
        return Response((Reply(turn.texts("ledger.close.none")),))
    words = Words(turn.programme, turn.texts, turn.today)
    lines = [word_line(one, words, turn.today) for one in found[:SHOWN]]
    rows = tuple((Button(turn.texts.plain("ledger.button.close", id=one.id), ChangeEntry(one.id, "closed")),)
                 for one in found[:SHOWN])
    return Response((Reply(join([turn.texts("ledger.close.sure"), *lines]), rows),))


def _meant(turn: Turn, text: str, number: re.Match[str] | None) -> tuple[Record, ...]:
    """Return the open decisions that are meant: by number, else by whom they are about, else all."""
    known = ledger.load(turn.session, turn.who).open_decisions()
    if number is not None:
        return tuple(one for one in known if int(number[0]) in {one.id, one.first})
    places, bodies = named_in(text, turn.rules.lexicon)
    return tuple(one for one in known if is_about(one, places, bodies, turn.programme))
