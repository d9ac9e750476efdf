"""What waits for review for too long: told to the admins and, once more, to the reviewers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from markupsafe import Markup

from zc_bot.chat.actions import ReviewPlace, ShowQueue
from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Button, Notice
from zc_bot.chat.turn import Rules
from zc_bot.policy.roles import OPERATOR
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.storage import meta, outbox, people, review
from zc_bot.storage.review import InReview
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts, join, texts_for
from zc_bot.texts.reminders import word_age

PATIENCE = 5
"""Working days."""
NAMED = 8


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Tell of what has waited for five working days, and again after each five more; looked for once a day."""
    today = now.astimezone(rules.zone).date()
    if meta.get(session, meta.OVERDUE_LOOKED) == today.isoformat():
        return 0
    meta.put(session, meta.OVERDUE_LOOKED, today.isoformat())
    late: dict[str, InReview] = {}
    for place in review.in_review(session, OPERATOR, rules.programme):
        since = place.since.astimezone(rules.zone).date()
        if times := working_days(rules.days, since, today) // PATIENCE:
            late[f"{place.community} {place.year} {since} {times}"] = place
    told = frozenset((meta.get(session, meta.OVERDUE_TOLD) or "").splitlines())
    fresh = [place for key, place in late.items() if key not in told]
    if told != frozenset(late):
        meta.put(session, meta.OVERDUE_TOLD, "\n".join(late))
    letters = []
    for who in people.admitted(session, OPERATOR):
        if fresh and who.reviews:
            texts = texts_for(who.lang)
            notice = Notice(who.id, _word(fresh, texts, rules, now), _rows(fresh, texts),
                            f"overdue:{now.isoformat()}:{who.id}")
            letters.append(letter_of(session, notice, now))
    return outbox.post(session, letters, now)


def working_days(days: WorkingDays, since: date, today: date) -> int:
    """Count the working days after `since`, up to and with `today`."""
    spans = (since + timedelta(days=number) for number in range(1, (today - since).days + 1))
    return sum(days.is_working(day) for day in spans)


def _word(late: Sequence[InReview], texts: Texts, rules: Rules, now: datetime) -> Markup:
    local = now.astimezone(rules.zone)
    lines = [texts("review.overdue", count=sum(place.figures for place in late))]
    lines += [
        texts(
            "remind.waiting", community=rules.programme.community[place.community].name(texts.lang),
            year=place.year, count=place.figures, age=word_age(place.since.astimezone(rules.zone), local, texts),
        )
        for place in late[:NAMED]
    ]
    return join(lines)


def _rows(late: Sequence[InReview], texts: Texts) -> tuple[tuple[Button, ...], ...]:
    label = texts.plain("review.button.look")
    first = ReviewPlace(late[0].community, late[0].year, anew=True) if len(late) == 1 else ShowQueue(anew=True)
    return ((Button(label, first),),)
