"""Admission lapses 14 months after an admin last confirmed somebody; they and the admins are warned twice before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from zc_bot.chat.actions import TurnPeople
from zc_bot.chat.letters import letter_of, to_admins
from zc_bot.chat.replies import Button, Notice
from zc_bot.chat.turn import Rules
from zc_bot.errors import Refusal
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import meta, outbox, people
from zc_bot.storage.people import Standing
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts, join, texts_for
from zc_bot.texts.dialogue.review import word_day
from zc_bot.values import dataclass

MONTHS = 14
FIRST, SECOND = timedelta(days=30), timedelta(days=7)
"""So long before it lapses each warning goes out."""
BETWEEN, AFTER = timedelta(days=14), timedelta(days=7)
"""So long at least after the first warning comes the second, and after that the end: also after a long rest."""


@dataclass(frozen=True, slots=True)
class _Warned:
    """Which confirmation the warnings are about, and when they went out."""

    since: str
    at: tuple[datetime, ...] = ()


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Warn whoever is to be warned, end what has lapsed; returns how many letters are new."""
    warned: list[tuple[Standing, datetime]] = []
    lapsed: list[Standing] = []
    for one in people.unconfirmed_since(session, _months(now, -MONTHS) + FIRST):
        before = _load(session, one)
        due = max([_months(one.since, MONTHS), *_earliest(before.at)])
        if len(before.at) == 2 and now >= due:
            lapsed += [one] if _end(session, one, now) else []
        elif len(before.at) == 0 or (len(before.at) == 1 and now >= max(due - SECOND, before.at[0] + BETWEEN)):
            _keep(session, one, (*before.at, now))
            warned.append((one, max([due, *_earliest((*before.at, now))])))
    return outbox.post(session, _letters(session, rules, warned, lapsed, now), now)


def _earliest(at: Sequence[datetime]) -> list[datetime]:
    """Say before when it can't lapse, by the warnings that went out."""
    first = [at[0] + BETWEEN + AFTER] if at else []
    return [*first, at[1] + AFTER] if len(at) == 2 else first


def _end(session: Session, one: Standing, now: datetime) -> bool:
    """End somebody's access; the last admin's never ends so."""
    try:
        done = people.remove(session, OPERATOR, one.who.id, now, why="lapsed")
    except Refusal:
        return False
    meta.drop(session, _fact(one))
    return done


def _letters(
    session: Session, rules: Rules, warned: Sequence[tuple[Standing, datetime]], lapsed: Sequence[Standing],
    now: datetime,
) -> list[outbox.Letter]:
    found = []
    for one, due in warned:
        texts = texts_for(one.who.lang)
        text = texts("people.lapse.warn", day=word_day(due.astimezone(rules.zone).date(), texts))
        found.append(letter_of(session, Notice(one.who.id, text, key=f"lapse:{one.who.id}:{now.date()}"), now))
    if not warned and not lapsed:
        return found

    def body(texts: Texts) -> Markup:
        lines = [
            texts("people.lapse.soon", name=one.who.name, day=word_day(due.astimezone(rules.zone).date(), texts))
            for one, due in warned
        ]
        lines += [texts("people.lapse.over", name=one.who.name) for one in lapsed]
        return join([texts("people.lapse.head"), *lines, texts("people.lapse.how")])

    def rows(texts: Texts) -> tuple[tuple[Button, ...], ...]:
        return ((Button(texts.plain("people.button.list"), TurnPeople(0)),),)

    return [*found, *to_admins(session, now, body, once=f"lapse:{now.date()}", rows=rows)]


def _months(at: datetime, months: int) -> datetime:
    """Go so many calendar months on; a day that the month lacks is its 28th."""
    count = at.year * 12 + at.month - 1 + months
    return at.replace(year=count // 12, month=count % 12 + 1, day=min(at.day, 28))


def _fact(one: Standing) -> str:
    return f"{meta.LAPSE_WARNED}_{one.who.id}"


def _load(session: Session, one: Standing) -> _Warned:
    kept = meta.get(session, _fact(one))
    try:
        since, *at = json.loads(kept) if kept else [""]
        if since == one.since.isoformat():
            return _Warned(since, tuple(datetime.fromisoformat(moment) for moment in at))
    except (ValueError, TypeError):
        session.unread.append(f"meta {_fact(one)}")
    return _Warned(one.since.isoformat())


def _keep(session: Session, one: Standing, at: Sequence[datetime]) -> None:
    meta.put(session, _fact(one), json.dumps([one.since.isoformat(), *(moment.isoformat() for moment in at)]))
