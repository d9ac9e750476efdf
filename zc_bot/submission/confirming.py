"""Confirming the card: the last look before a report is handed over."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from zc_bot.submission import events as ev
from zc_bot.submission.asking import Result, doubts, go
from zc_bot.submission.card import values
from zc_bot.submission.checks import Candidate, hard
from zc_bot.submission.draft import Draft
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import refused


def confirm(draft: Draft, facts: Facts) -> Result:
    """Submit the card that was shown, unless a recorded figure changed meanwhile or a check now fails."""
    if draft.step != "card" or not draft.entries:
        return go(draft, facts, ev.Reprompt())
    renewed, changed = _renewed(draft, facts)
    if changed:
        return go(renewed, facts, *changed)
    if found := _failing(draft, facts):
        return go(draft, facts, *found)
    for entry in draft.entries:
        if not entry.reason and doubts(entry, draft, facts):
            return go(replace(draft, step="reason", metric=entry.metric, pending=entry), facts)
    submit = ev.Submit(draft.community or "", draft.year or 0, draft.entries)
    return replace(draft, step="submitted"), (submit,)


def _renewed(draft: Draft, facts: Facts) -> tuple[Draft, tuple[ev.Changed, ...]]:
    """Bring each entry to the version that stands now, and name those somebody else has changed."""
    changed = []
    for entry in draft.entries:
        now = facts.known(draft.community or "", entry.metric, draft.year or 0)
        if entry.replaces != (now.version if now else None):
            changed.append(ev.Changed(entry, now))
    versions = {item.entry.metric: item.now.version if item.now else None for item in changed}
    entries = tuple(
        replace(entry, replaces=versions[entry.metric]) if entry.metric in versions else entry
        for entry in draft.entries
    )
    return replace(draft, entries=entries), tuple(changed)


def _failing(draft: Draft, facts: Facts) -> tuple[ev.Refused, ...]:
    others: dict[str, Decimal | None] = values(draft, facts)
    return tuple(
        refused(finding, entry.typed)
        for entry in draft.entries
        for finding in hard(
            Candidate(entry.metric, entry.value, entry.marker), draft.community or "", draft.year or 0, facts, others
        )
    )
