"""Reminders: at each tick, what is due now goes into the outbox under its key, and what is untrue comes out."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Literal

from zc_bot.chat.actions import (
    Ask,
    GoOnReporting,
    InviteFor,
    MarkSeen,
    NudgeAll,
    NudgeAuthority,
    OfferPauses,
    OpenReport,
)
from zc_bot.chat.cycles import open_cycles
from zc_bot.chat.letters import letter_of
from zc_bot.chat.reminding import covering
from zc_bot.chat.replies import Button, Notice
from zc_bot.chat.turn import Rules
from zc_bot.policy.roles import OPERATOR, bodies_of, own_reporter
from zc_bot.reminders.deadlines import Cycle, Due, live_stages
from zc_bot.reminders.facts import (
    DraftHeld,
    Facts,
    Nudge,
    NudgeKey,
    Recipient,
    Sent,
    Waiting,
    WaitingEntries,
    promised_stage,
)
from zc_bot.reminders.gaps import YearGaps
from zc_bot.reminders.plan import cancellations, plan
from zc_bot.storage import awaiting, dialogues, meta, outbox, overrides, people, posted, reachable, review
from zc_bot.storage.awaiting import Unreviewed
from zc_bot.storage.dialogues import StoredDraft
from zc_bot.storage.gaps import missing_in
from zc_bot.storage.outbox import Letter
from zc_bot.storage.reachable import Reach
from zc_bot.storage.store import Session
from zc_bot.submission.draft import from_json
from zc_bot.texts.catalog import Lang, texts_for
from zc_bot.texts.reminders import DIGESTS, Wording, authority_name, word_nudge

log = logging.getLogger(__name__)
MOST_NUDGES = 16
MOST_INVITES = 60
"""Telegram takes 100 buttons."""
COUNTS_AS_SENT = frozenset({"claimed", "sent", "uncertain", "dead"})
WAITING = frozenset({"pending", "retry"})
"""Certainly not sent yet, and to be taken back when untrue."""


def facts_at(session: Session, rules: Rules, now: datetime, at: datetime | None = None) -> Facts:
    """Read everything that decides who is nudged at `now`; at: at a moment to come, as far as is known now."""
    programme = rules.programme
    open_years = [cycle.year for cycle in open_cycles(session, rules, at or now)]
    missing = {
        year: missing_in(session, programme, year)
        for year in open_years
    }
    recipients = tuple(_recipients(session, rules, at))
    sent: list[Sent] = []
    promised: list[Sent] = []
    for key, letter in keyed(session, COUNTS_AS_SENT | WAITING):
        one = Sent(key, letter.made_at.astimezone(rules.zone).date())
        if key.is_promised:
            promised.append(one)
        elif letter.state in COUNTS_AS_SENT:
            sent.append(one)
    moved, ended = overrides.deadlines(session), overrides.ended(session)
    return Facts(programme, rules.days, recipients, missing, sent, moved, ended, promised=promised)


def at_another(session: Session, rules: Rules, facts: Facts, at: datetime) -> Facts:
    """Return what decides it at an earlier moment to come than facts were read for."""
    return replace(facts, recipients=tuple(_recipients(session, rules, at)))


def _with_waiting(session: Session, rules: Rules, nudges: Iterable[Nudge], now: datetime) -> Iterator[Nudge]:
    """Give the digests what waits for review since before `now`, which is looked for only where there is one."""
    waiting: tuple[Waiting, ...] | None = None
    entries: tuple[WaitingEntries, ...] = ()
    for nudge in nudges:
        if nudge.audience not in DIGESTS:
            yield nudge
            continue
        if waiting is None:
            places = [one for one in review.in_review(session, OPERATOR, rules.programme) if one.since <= now]
            waiting = tuple(Waiting(place.community, place.year, place.figures, place.since) for place in places)
            entries = by_kind(one for one in awaiting.besides_figures(session, OPERATOR) if one.since <= now)
        yield replace(nudge, waiting=waiting, entries=entries)


def by_kind(entries: Iterable[Unreviewed]) -> tuple[WaitingEntries, ...]:
    """Count what waits for review by its kind; given the longest waiting first."""
    found: dict[str, WaitingEntries] = {}
    for one in entries:
        before = found.get(one.kind, WaitingEntries(one.kind, 0, one.since))
        found[one.kind] = replace(before, count=before.count + 1)
    return tuple(found.values())


def keyed(session: Session, states: Collection[str]) -> list[tuple[NudgeKey, posted.Sent]]:
    """Return the reminders in some states by their keys, weekly digests left out; one that can't be read is named."""
    every = session.once("reminders by their keys", ("outbox",), partial(_keyed, session))
    return [one for one in every if one[1].state in states]


def _keyed(session: Session) -> list[tuple[NudgeKey, posted.Sent]]:
    found = []
    for letter in posted.keyed(session):
        if letter.state != "cancelled" and not letter.key.startswith(posted.WEEKLY):
            try:
                found.append((NudgeKey.read(letter.key), letter))
            except ValueError:
                session.unread.append(f"outbox {letter.key}")
    return found


def _is_known(session: Session, rules: Rules, one: Reach) -> bool:
    """Tell whether the programme knows a person's authorities; who has others is passed over."""
    known = bodies_of(one.who.role, rules.programme)
    if all(code in known for code in one.who.authorities):
        return True
    session.unread.append(f"person {one.who.id}")
    return False


def _recipients(session: Session, rules: Rules, at: datetime | None) -> Iterator[Recipient]:
    """Return everybody as the planner sees them."""
    drafts = dialogues.drafts(session)
    everybody = reachable.reach(session, OPERATOR)
    covered = covering.covered(session, rules, [one.who for one in everybody], at)
    for one in everybody:
        if not _is_known(session, rules, one):
            continue
        kept = drafts.get(one.who.id)
        draft = None if kept is None else _draft(kept, one.who.communities(rules.programme))
        yield Recipient(
            one.who.id, one.who.role, one.who.authorities, snoozed_until=one.snoozed_until,
            draft_touched=None if kept is None else kept.touched_at, unreachable=one.unreachable,
            muted_year=one.muted_year, covered=frozenset(covered.get(one.who.id, ())),
            heard=one.last_seen is not None, draft=draft, name=one.who.name,
            missing=one.silence == "missing",
        )


def _draft(kept: StoredDraft, communities: Collection[str]) -> DraftHeld | None:
    """Say what a draft holds; None for one that holds nothing, or nothing that can be read."""
    try:
        draft = from_json(kept.state)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    if not draft.is_open or draft.community is None or draft.year is None or not draft.held:
        return None
    if draft.community not in communities:
        return None
    return DraftHeld(draft.community, draft.year, draft.held)


def due_at(session: Session, rules: Rules, now: datetime) -> tuple[Nudge, ...]:
    """Work out what would go out at `now`."""
    return tuple(_with_waiting(session, rules, plan(now, facts_at(session, rules, now)), now))


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Put what is due into the outbox, take back what waits there untruly; returns how many are new."""
    facts = facts_at(session, rules, now)
    waiting = [key for key, _ in keyed(session, WAITING) if not key.is_promised]
    gone = [one.key.text for one in cancellations(now, facts, waiting)]
    outbox.cancel(session, gone, now)
    langs = {one.id: one.lang for one in people.admitted(session, OPERATOR)}
    nudges = tuple(_with_waiting(session, rules, plan(now, facts), now))
    nudges = with_promised(nudges, promised_at(session, rules, facts, now))
    for person in facts.recipients:
        if person.snoozed_until is not None and person.snoozed_until <= now:
            reachable.come_again(session, person.id, None)
    return sum(_put_out(session, rules, nudge, langs[nudge.person], now) for nudge in nudges)


def _put_out(session: Session, rules: Rules, nudge: Nudge, lang: Lang, now: datetime) -> int:
    """Put one reminder into the outbox; one that can't be worded keeps no other from it."""
    try:
        with session.apart():
            return outbox.post(session, [_letter(session, rules, nudge, lang, now)], now)
    except (ValueError, TypeError, LookupError):
        row = f"reminder {nudge.key.text}"
        if meta.get(session, f"{meta.UNREAD_TOLD}_{row}") is None:
            log.exception("this reminder can't be worded: %s", nudge.key.text)
        session.unread.append(row)
        return 0


def promised_at(session: Session, rules: Rules, facts: Facts, now: datetime) -> tuple[Nudge, ...]:
    """Remind whoever put reminders off until now and still misses something, whatever they were told before.

    It is of the newest year of which something is missing.
    """
    over = [one for one in facts.recipients
            if one.snoozed_until is not None and one.snoozed_until <= now and not one.unreachable]
    cycles = open_cycles(session, rules, now) if over else ()
    live = live_stages(now, cycles, "reporter")
    found = (_promise(rules, facts, person, live) for person in over if person.reports_own)
    return tuple(nudge for nudge in found if nudge is not None)


def _promise(
    rules: Rules, facts: Facts, person: Recipient, live: Sequence[tuple[Cycle, Due]]
) -> Nudge | None:
    assert person.snoozed_until is not None
    for cycle, due in live:
        gaps = YearGaps(rules.programme, cycle.year, facts.missing.get(cycle.year, {}), facts.recipients)
        if missing := person.keeps(cycle.year, gaps.of(person.authorities)):
            return Nudge(
                person.id, "reporter", cycle.year, promised_stage(person.snoozed_until), due.anchor, cycle.deadline,
                missing, gaps.complete, gaps.expected,
            )
    return None


def with_promised(nudges: Sequence[Nudge], promised: Sequence[Nudge]) -> tuple[Nudge, ...]:
    """Let everybody have one letter, of the newest year: the promised one, unless the year is told of anyway."""
    owed = {nudge.person: nudge for nudge in promised}
    kept = [nudge for nudge in nudges if nudge.person not in owed or owed[nudge.person].year <= nudge.year]
    told = {nudge.person for nudge in kept}
    return (*kept, *(nudge for nudge in promised if nudge.person not in told))


def replan(session: Session, rules: Rules, year: int, now: datetime) -> None:
    """Take back every waiting reminder of a year whose deadline changed, and put out what is true now.

    One that somebody asked for is owed still, and comes with the new day in it.
    """
    mine = [key for key, _ in keyed(session, WAITING) if key.year == year]
    outbox.cancel(session, [key.text for key in mine], now)
    for key in mine:
        if key.is_promised:
            reachable.come_again(session, key.person, now)
    tick(session, rules, now)


def _letter(session: Session, rules: Rules, nudge: Nudge, lang: Lang, now: datetime) -> Letter:
    wording = word_nudge(nudge, rules.programme, now, lang)
    kind: Literal["reminder", "digest"] = "reminder" if nudge.audience == "reporter" else "digest"
    today = now.astimezone(rules.zone).date()
    rows = (
        _reporter_rows(nudge, wording, lang) if kind == "reminder" else _overseer_rows(nudge, rules, today, lang)
    )
    return letter_of(session, Notice(nudge.person, wording.text, rows, nudge.key.text, kind), now)


def _reporter_rows(nudge: Nudge, wording: Wording, lang: Lang) -> tuple[tuple[Button, ...], ...]:
    year, texts = nudge.year, texts_for(lang)
    begin = Button(wording.button, OpenReport(wording.community, year, wording.metric, walk=True))
    if nudge.draft is not None:
        begin = Button(wording.button, GoOnReporting())
    seen = Button(texts.plain("oversee.button.seen"), MarkSeen(year, nudge.stage))
    later = Button(texts.plain("oversee.button.later"), OfferPauses(year))
    return ((begin,), (seen, later))


def _overseer_rows(nudge: Nudge, rules: Rules, today: date, lang: Lang) -> tuple[tuple[Button, ...], ...]:
    """Offer a look at the details, and a nudge for each authority that is late; an admin to invite who lacks."""
    owing = [rules.programme.community[gap.community].authority for gap in nudge.missing]
    silent = {code for one in nudge.silent for code in one.authorities}
    if nudge.audience == "lead":
        return lead_rows(tuple(dict.fromkeys(owing)), nudge.year, rules, today, lang)
    reached = [code for code in dict.fromkeys(owing) if code not in nudge.unattended]
    rows = nudge_rows(tuple(reached), nudge.year, rules, today, lang)
    if nudge.audience == "admin":
        rows += invite_rows([code for code in nudge.unattended if code not in silent], rules, today, lang)
    return rows


def lead_rows(
    authorities: Sequence[str], year: int, rules: Rules, today: date, lang: Lang
) -> tuple[tuple[Button, ...], ...]:
    """Make a lead's buttons: the details of their authority, and a nudge for those who report for it."""
    texts, several = texts_for(lang), len(authorities) > 1
    rows = []
    for code in authorities:
        name = authority_name(rules.programme.authority[code], today, lang)
        owing = Ask(texts.plain("oversee.owing", authority=name, year=year))
        nudge = texts.plain("oversee.button.nudge" if several else "oversee.button.nudge_own", authority=name)
        rows.append((Button(texts.plain("oversee.button.details"), owing), Button(nudge, NudgeAuthority(code, year))))
    return tuple(rows)


def nudge_rows(
    authorities: Sequence[str], year: int, rules: Rules, today: date, lang: Lang, with_all: bool = True
) -> tuple[tuple[Button, ...], ...]:
    """Make a button for each authority, two abreast, that reminds its reporters now; with_all: and one for all."""
    texts = texts_for(lang)
    names = {code: authority_name(rules.programme.authority[code], today, lang) for code in authorities[:MOST_NUDGES]}
    buttons = [
        Button(texts.plain("oversee.button.nudge", authority=name), NudgeAuthority(code, year))
        for code, name in names.items()
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    everybody = ((Button(texts.plain("oversee.button.nudge_all"), NudgeAll(year)),),)
    return everybody + rows if with_all and len(buttons) > 1 else rows


def invite_rows(
    authorities: Sequence[str], rules: Rules, today: date, lang: Lang
) -> tuple[tuple[Button, ...], ...]:
    """Make a button for each authority that has nobody, two abreast, that makes an invitation for just that one."""
    buttons = []
    for code in authorities[:MOST_INVITES]:
        name = authority_name(rules.programme.authority[code], today, lang)
        label = texts_for(lang).plain("oversee.button.invite", authority=name)
        buttons.append(Button(label, InviteFor(own_reporter(), code)))
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
