"""Reminders: at each tick, what is due now goes into the outbox under its key, and what is untrue comes out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zc_bot.chat.desk import Rules
from zc_bot.reminders.deadlines import cycles, early_stages
from zc_bot.reminders.facts import Facts, Nudge, NudgeKey, Recipient, Sent
from zc_bot.reminders.gaps import missing_of
from zc_bot.reminders.plan import DRAFT_PAUSE, cancellations, plan
from zc_bot.storage import dialogues, figures, outbox, overrides, people
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Lang
from zc_bot.texts.reminders import word_nudge

OPEN_REPORT = "report.open"
"""The action of a reminder's button: opens the dialogue at (community, year)."""
COUNTS_AS_SENT = frozenset({"claimed", "sent", "retry", "uncertain", "dead"})


def facts_at(session: Session, rules: Rules, now: datetime) -> Facts:
    """Read everything that decides who is nudged at `now`."""
    programme = rules.programme
    moved = overrides.deadlines(session)
    open_years = [cycle.year for cycle in cycles(now, programme, rules.days, moved)]
    missing = {
        year: missing_of(
            programme, year, {(c, m) for c, ms in figures.reported(session, programme, year).items() for m in ms}
        )
        for year in open_years
    }
    touched = dialogues.drafts_touched(session, now - DRAFT_PAUSE)
    recipients = tuple(
        Recipient(one.id, one.role, one.authorities, draft_touched=touched.get(one.id), unreachable=unreachable)
        for one, unreachable in people.reachability(session)
    )
    sent = [
        Sent(NudgeKey.read(letter.key), letter.made_at.astimezone(rules.zone).date())
        for letter in outbox.keyed(session)
        if letter.state in COUNTS_AS_SENT
    ]
    return Facts(programme, rules.days, recipients, missing, sent, moved)


def due_at(session: Session, rules: Rules, now: datetime) -> tuple[Nudge, ...]:
    """Work out what would go out at `now`."""
    return plan(now, facts_at(session, rules, now))


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Put what is due into the outbox, take back what waits there untruly; returns how many are new."""
    facts = facts_at(session, rules, now)
    waiting = [NudgeKey.read(one.key) for one in outbox.keyed(session) if one.state == "pending"]
    gone = [one.key.text for one in cancellations(now, facts, waiting)]
    outbox.cancel(session, gone, now)
    langs = {one.id: one.lang for one in people.admitted(session)}
    nudges = plan(now, facts)
    return outbox.post(session, [_letter(session, rules, nudge, langs[nudge.person], now) for nudge in nudges], now)


def _letter(session: Session, rules: Rules, nudge: Nudge, lang: Lang, now: datetime) -> Letter:
    wording = word_nudge(nudge, rules.programme, now, lang)
    payload: dict[str, Any] = {"text": str(wording.text)}
    if nudge.audience == "reporter":
        press = (OPEN_REPORT, (wording.community, str(nudge.year), wording.metric))
        token = dialogues.make_keyboard(session, nudge.person, nudge.person, [press], False, now)
        payload["rows"] = [[(wording.button, f"{token}:0")]]
    return Letter(
        chat=nudge.person,
        person=nudge.person,
        kind="reminder" if nudge.audience == "reporter" else "digest",
        payload=payload,
        key=nudge.key.text,
        resend=nudge.stage not in early_stages(rules.programme),
    )
