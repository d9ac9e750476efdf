"""Decisions that fall due, told to those who are to see to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from zc_bot.chat.letters import letter_of
from zc_bot.chat.overseeing.responsible import letter_text, responsible
from zc_bot.chat.replies import Notice
from zc_bot.chat.turn import Rules
from zc_bot.evaluation.ledger import Record
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import ledger, outbox, people
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session

AHEAD = timedelta(days=3)
"""So long before a decision is due those who are to see to it are told."""


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Tell of open decisions that fall due, and of those that are overdue."""
    today = now.astimezone(rules.zone).date()
    letters = list[Letter]()
    for one in ledger.load(session, OPERATOR).open_decisions():
        if one.noted.due is not None and one.approved:
            if one.noted.due < today:
                letters += _due(session, rules, one, "after", now)
            elif one.noted.due - AHEAD <= today:
                letters += _due(session, rules, one, "before", now)
    return outbox.post(session, letters, now)


def _due(
    session: Session, rules: Rules, one: Record, stage: Literal["before", "after"], now: datetime
) -> list[Letter]:
    """Tell the authority's people, and reviewers once it is overdue, once each."""
    own = responsible(session, one.noted)
    letters = []
    for who in people.admitted(session, OPERATOR):
        # A decision that nobody here stands for is told to the reviewers in time too.
        if who in own or (who.reviews and (stage == "after" or not own)):
            text = letter_text(rules, who, one.noted, stage)
            key = f"decision:{one.id}:{stage}:{who.id}"
            letters.append(letter_of(session, Notice(who.id, text, key=key), now))
    return letters
