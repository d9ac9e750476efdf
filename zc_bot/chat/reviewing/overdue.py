"""What waits for review for too long: told to the admins and, once more, to the reviewers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from markupsafe import Markup

from zc_bot.chat.actions import ReviewPlace, RunCommand, ShowQueue, ShowShowings
from zc_bot.chat.letters import letter_of
from zc_bot.chat.reminding.nudges import by_kind
from zc_bot.chat.replies import Button, Notice
from zc_bot.chat.turn import Rules
from zc_bot.policy.roles import OPERATOR
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.storage import awaiting, meta, outbox, people, review
from zc_bot.storage.awaiting import Unreviewed
from zc_bot.storage.review import InReview
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts, join, texts_for
from zc_bot.texts.reminders import waiting_entries, word_age

PATIENCE = 5
"""Working days."""
NAMED = 8


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Tell of what has waited for five working days, and again after each five more; looked for once a day."""
    today = now.astimezone(rules.zone).date()
    if meta.get(session, meta.OVERDUE_LOOKED) == today.isoformat():
        return 0
    meta.put(session, meta.OVERDUE_LOOKED, today.isoformat())
    late: dict[str, InReview | Unreviewed] = {}
    waiting: list[InReview | Unreviewed] = [*review.in_review(session, OPERATOR, rules.programme)]
    waiting += awaiting.besides_figures(session, OPERATOR)
    for one in waiting:
        since = one.since.astimezone(rules.zone).date()
        if times := working_days(rules.days, since, today) // PATIENCE:
            named = f"{one.community} {one.year}" if isinstance(one, InReview) else f"{one.kind} {one.first}"
            late[f"{named} {since} {times}"] = one
    told = frozenset((meta.get(session, meta.OVERDUE_TOLD) or "").splitlines())
    fresh = [one for key, one in late.items() if key not in told]
    if told != frozenset(late):
        meta.put(session, meta.OVERDUE_TOLD, "\n".join(late))
    letters = []
    for who in people.admitted(session, OPERATOR):
        if fresh and who.reviews:
            texts = texts_for(who.lang)
            notice = Notice(who.id, _word([*late.values()], fresh, texts, rules, now),
                            _rows([*late.values()], texts),
                            f"overdue:{now.isoformat()}:{who.id}")
            letters.append(letter_of(session, notice, now))
    return outbox.post(session, letters, now)


def working_days(days: WorkingDays, since: date, today: date) -> int:
    """Count the working days after `since`, up to and with `today`."""
    spans = (since + timedelta(days=number) for number in range(1, (today - since).days + 1))
    return sum(days.is_working(day) for day in spans)


def _word(
    late: Sequence[InReview | Unreviewed], fresh: Sequence[InReview | Unreviewed], texts: Texts, rules: Rules,
    now: datetime,
) -> Markup:
    """Count all that has waited so long, and what of it is told for the first time or anew; that comes first."""
    local, count = now.astimezone(rules.zone), _count(late)
    places, entries = _parted([*fresh, *(one for one in late if one not in fresh)])
    key = "review.overdue" if len(fresh) == len(late) else "review.overdue_more"
    lines = [texts(key, count=count, fresh=_count(fresh))]
    lines += [
        texts(
            "remind.waiting", community=rules.programme.community[place.community].name(texts.lang),
            year=place.year, count=place.figures, age=word_age(place.since.astimezone(rules.zone), local, texts),
        )
        for place in places[:NAMED]
    ]
    if len(places) > NAMED:
        lines.append(texts("remind.waiting_more", count=len(places) - NAMED))
    return join([*lines, *waiting_entries(by_kind(entries), local, texts)])


def _count(late: Sequence[InReview | Unreviewed]) -> int:
    places, entries = _parted(late)
    return sum(place.figures for place in places) + len(entries)


def _rows(late: Sequence[InReview | Unreviewed], texts: Texts) -> tuple[tuple[Button, ...], ...]:
    """Offer what is late: the one place or the queue, the records, the stories."""
    places, entries = _parted(late)
    kinds, look = {one.kind for one in entries}, texts.plain("review.button.look")
    first = ReviewPlace(places[0].community, places[0].year, anew=True) if len(places) == 1 else ShowQueue(anew=True)
    rows = [(Button(look, first),)] if places else []
    rows += [(Button(texts.plain("ledger.button.look"), RunCommand("record")),)] if "record" in kinds else []
    rows += [(Button(texts.plain("show.button.look"), ShowShowings()),)] if "showing" in kinds else []
    return tuple(rows)


def _parted(late: Sequence[InReview | Unreviewed]) -> tuple[list[InReview], list[Unreviewed]]:
    """Part what is late into figures by place and entries."""
    return [one for one in late if isinstance(one, InReview)], [one for one in late if isinstance(one, Unreviewed)]
