"""The digest on Mondays, to whoever asked for it; and decisions that fall due, to those who are to see to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from zc_bot.chat.actions import SubscribeWeekly
from zc_bot.chat.asking import consult
from zc_bot.chat.letters import letter_of
from zc_bot.chat.overseeing.responsible import letter_text, responsible
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Rules, Turn
from zc_bot.evaluation.ledger import Record
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import ledger, outbox, people, requests
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import join, texts_for

AHEAD = timedelta(days=3)
"""So long before a decision is due those who are to see to it are told."""


def subscribe(turn: Turn, action: SubscribeWeekly) -> Response:
    """Begin or end the digest."""
    requests.subscribe(turn.session, turn.who, action.wanted, turn.now)
    return Response((Reply(turn.texts("weekly.begun" if action.wanted else "weekly.ended")),))


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Send the digest of the last week on the first working day of a week, and tell of decisions that fall due."""
    today = now.astimezone(rules.zone).date()
    monday = today - timedelta(today.weekday())
    letters = [letter for person in requests.subscribers(session)
               for letter in _digest(session, rules, person, monday.isoformat(), now)]
    for one in ledger.load(session, OPERATOR).open_decisions():
        if one.noted.due is not None and one.approved:
            if one.noted.due < today:
                letters += _due(session, rules, one, "after", now)
            elif one.noted.due - AHEAD <= today:
                letters += _due(session, rules, one, "before", now)
    return outbox.post(session, letters, now)


def _digest(session: Session, rules: Rules, person: int, monday: str, now: datetime) -> list[Letter]:
    who = people.find(session, person)
    key = f"weekly:{person}:{monday}"
    if who is None or outbox.last_of(session, key) is not None:
        return []
    last = now.astimezone(rules.zone).date()
    first = last - timedelta(last.weekday() + 7)
    asked = Meaning("changes", days=(first, first + timedelta(6)))
    changes = consult.answer_meaning(session, rules, who, asked, now).rendered.text
    whole = consult.answer_meaning(session, rules, who, Meaning("status"), now).rendered.text
    texts = texts_for(who.lang)
    text = join([texts("weekly.head"), changes, "", whole])
    end = Button(texts.plain("weekly.button.end"), SubscribeWeekly(False))
    return [letter_of(session, Notice(person, text, ((end,),), key, "digest"), now)]


def _due(
    session: Session, rules: Rules, one: Record, stage: Literal["before", "after"], now: datetime
) -> list[Letter]:
    """Tell the authority's people, and reviewers once it is overdue, once each."""
    own = responsible(session, one.noted)
    letters = []
    for who in people.admitted(session):
        # A decision that nobody here stands for is told to the reviewers in time too.
        if who in own or (who.reviews and (stage == "after" or not own)):
            text = letter_text(rules, who, one.noted, stage)
            key = f"decision:{one.id}:{stage}:{who.id}"
            letters.append(letter_of(session, Notice(who.id, text, key=key), now))
    return letters
