"""All figures of a year on one screen: the dialogue's own draft, filled in any order by the dialogue's own checks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from zc_bot.submission.asking import Result, go
from zc_bot.submission.draft import Draft, Waiting
from zc_bot.submission.facts import Facts, Known
from zc_bot.submission.flow import step
from zc_bot.submission.form import form_for
from zc_bot.submission.intake import take
from zc_bot.submission.replies import Typed


@dataclass(frozen=True, slots=True)
class Field:
    """One figure of the screen.

    typed: what the draft holds of it, as it was typed. taken: it would be handed in; else it waits for a reason or a
    reading. last: last year's figure; known: what is recorded already.
    """

    metric: str
    typed: str
    taken: bool
    last: Known | None
    known: Known | None


def fields(draft: Draft | None, community: str, year: int, facts: Facts) -> tuple[Field, ...]:
    """Return the screen's figures, the standing ones first."""
    return tuple(
        Field(
            metric.code, *_held(draft, metric.code), facts.last_year(community, metric.code, year),
            facts.known(community, metric.code, year),
        )
        for metric in form_for(facts.programme, community, year).metrics
    )


def _held(draft: Draft | None, metric: str) -> tuple[str, bool]:
    if draft is None:
        return "", False
    if draft.metric == metric and (draft.pending is not None or draft.readings):
        return (draft.pending.typed if draft.pending is not None else draft.readings[0].typed), False
    if (entry := draft.entry(metric)) is not None:
        return entry.typed or (f"{entry.value:f}" if entry.value is not None else ""), True
    waiting = next((one.text for one in draft.queue if one.metric == metric and one.text), "")
    return waiting, False


def put(draft: Draft, metric: str, text: str, reason: str, facts: Facts) -> Result:
    """Take what was typed into a figure's field, with its reason if it has one; nothing takes the figure off."""
    said = text.strip()
    after, events = _without(draft, metric, facts) if not said else take(
        draft, [Waiting(metric, said, phrase=said)], facts
    )
    if reason.strip() and after.step == "reason" and after.metric == metric:
        after, events = step(after, Typed(reason.strip()), facts)
    return (draft if after == draft else replace(after, version=draft.version + 1)), events


def _without(draft: Draft, metric: str, facts: Facts) -> Result:
    entries = tuple(one for one in draft.entries if one.metric != metric)
    queue = tuple(one for one in draft.queue if one.metric != metric)
    about = draft.metric == metric
    left = replace(
        draft, entries=entries, queue=queue, pending=None if about else draft.pending,
        readings=() if about else draft.readings, metric=None if about else draft.metric,
        step=("card" if entries else "menu") if about or draft.step == "card" else draft.step,
    )
    return go(left, facts)
