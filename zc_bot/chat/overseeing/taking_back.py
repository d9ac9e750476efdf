"""That what one noted is to be taken back, in words (撤回刚才登记的), shown with the button that does it."""

from __future__ import annotations

import re

from zc_bot.chat.actions import ChangeEntry
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import Act
from zc_bot.storage import ledger
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join
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

    撤回 alone is said of figures by who reports.
    """
    if not turn.incoming.private or not turn.who.may(Act.RECORD) or (found := _ORDER.fullmatch(text)) is None:
        return None
    if turn.who.reports and not (found["before"] or found["behind"]):
        return None
    known = ledger.load(turn.session, turn.who).records
    own = [one for one in known if one.author == turn.who.id and (turn.who.reviews or not one.approved)][::-1][:SHOWN]
    if not own:
        return Response((Reply(turn.texts("ledger.back.none", roles=who_may(Act.RECORD, turn.texts, "all"))),))
    words, plain = Words(turn.programme, turn.texts, turn.today), turn.texts.plain
    rows = tuple((Button(plain("ledger.button.void_id", id=one.id), ChangeEntry(one.id, "void")),) for one in own)
    lines = [turn.texts("ledger.back.which"), *(word_line(one, words, turn.today) for one in own)]
    return Response((Reply(join(lines), rows),))


def patterns() -> list[str]:
    """Give the pattern that is found in a text which takes something back."""
    return [alternatives("order.takes_away")]
