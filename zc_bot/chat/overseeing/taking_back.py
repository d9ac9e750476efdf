"""That what one noted is to be taken back, in words (撤回刚才登记的), shown with the button that does it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zc_bot.chat.actions import AskToWithdraw, ChangeEntry
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.evaluation.ledger import Record
from zc_bot.parsing.corrections import BY_NUMBER
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import Act
from zc_bot.storage import ledger, review, submissions
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import serial_text
from zc_bot.texts.overseeing.ledger import word_line
from zc_bot.texts.people import who_may

SHOWN = 6
_KINDS = ("plan", "policy", "target", "support")
_AROUND = r"(?:<asking_for>|<latest>|我|的|那|这|一|[个条笔份项]|[吧了啊]|\s)*+"
"""Tried in one way alone: 上一上一上一 has a thousand."""


def _noted() -> str:
    return "登记的?|登的|记的|" + "|".join(alternatives(f"record.{kind}") for kind in _KINDS)


def _order() -> str:
    noted = f"(?P<{{}}>(?:{_noted()})(?:{_AROUND}(?:{_noted()}))*)?"
    first = f"{_AROUND}(?:<takes_away>){_AROUND}{noted.format('behind')}{_AROUND}"
    last = f"{_AROUND}{noted.format('before')}{_AROUND}(?:<takes_away>){_AROUND}"
    return written(f"{first}|{last}", "order")


_ORDER = compile_later(_order, re.IGNORECASE)


def spoken(turn: Turn, text: str) -> Response | None:
    """Offer to take back what one noted and nobody reviewed; None for any other text.

    撤回 alone is said, by who reports, of what was done last: of figures, unless something was just noted.
    """
    if not turn.incoming.private or not turn.who.may(Act.RECORD):
        return None
    if (numbered := BY_NUMBER.fullmatch(text)) is not None:
        return _numbered(turn, int(numbered["serial"] or numbered["first"]))
    if (found := _ORDER.fullmatch(text)) is None:
        return None
    own = _own(turn)
    if turn.who.reports and not (found["before"] or found["behind"]):
        own = _just_noted(turn, own)
        return _which(turn, own) if own else None
    if not own:
        return Response((Reply(turn.texts("ledger.back.none", roles=who_may(Act.RECORD, turn.texts, "all"))),))
    return _which(turn, own[::-1][:SHOWN])


def _own(turn: Turn) -> list[Record]:
    known = ledger.load(turn.session, turn.who).records
    return [one for one in known if one.author == turn.who.id and (turn.who.reviews or not one.approved)]


def _just_noted(turn: Turn, own: Sequence[Record]) -> list[Record]:
    """Return what was noted last, if that was a moment ago and no figure was reported since."""
    since = turn.now - FOLLOW_UP
    reported = submissions.last_at(turn.session, turn.who, since) or since
    return [one for one in own[-1:] if one.recorded_at > reported]


def _numbered(turn: Turn, number: int) -> Response | None:
    """Offer the entry of a number, and a report of one's own that has the same; None where no entry has it.

    A reviewer takes back any entry, everybody else what they noted and nobody reviewed.
    """
    known = ledger.load(turn.session, turn.who).records if turn.who.reviews else _own(turn)
    found = [one for one in known if number in {one.id, one.first}]
    if not found:
        return None
    reported = review.withdrawable(turn.session, turn.who, turn.programme, number)
    label = turn.texts.plain("review.mine.withdraw", serial=serial_text(number))
    return _which(turn, found, [(Button(label, AskToWithdraw(number)),)] if reported else [])


def _which(turn: Turn, found: Sequence[Record], others: Sequence[tuple[Button, ...]] = ()) -> Response:
    """Show entries with the button that takes each back."""
    words, plain = Words(turn.programme, turn.texts, turn.today), turn.texts.plain
    rows = [(Button(plain("ledger.button.void_id", id=one.id), ChangeEntry(one.id, "void")),) for one in found]
    lines = [turn.texts("ledger.back.which"), *(word_line(one, words, turn.today) for one in found)]
    return Response((Reply(join(lines), (*rows, *others)),))


def patterns() -> list[str]:
    """Give the pattern that is found in a text which takes something back."""
    return [alternatives("order.takes_away")]
