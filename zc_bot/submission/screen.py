"""All figures of a year on one screen: the dialogue's own draft, filled in any order by the dialogue's own checks."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.parsing.conversion import Reading
from zc_bot.submission import events as ev
from zc_bot.submission.asking import Result, go, standing_left
from zc_bot.submission.draft import Draft, Entry, Waiting
from zc_bot.submission.facts import Facts, Known
from zc_bot.submission.flow import step
from zc_bot.submission.form import form_for
from zc_bot.submission.intake import open_question, take
from zc_bot.submission.replies import Tap, Typed
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One figure of the screen.

    typed: what the draft holds of it, as it was typed; '' for what was taken over, which entry has. taken: it would
    be handed in; else it waits for a reason or a reading. last: last year's figure; known: what is recorded already.
    readings: what it may mean, where that is asked.
    """

    metric: str
    typed: str
    taken: bool
    last: Known | None
    known: Known | None
    readings: tuple[Reading, ...] = ()
    entry: Entry | None = None


def fields(draft: Draft | None, community: str, year: int, facts: Facts) -> tuple[Field, ...]:
    """Return the screen's figures, the standing ones first."""
    return tuple(
        Field(
            metric.code, *_held(draft, metric.code), facts.last_year(community, metric.code, year),
            facts.known(community, metric.code, year),
            draft.readings if draft is not None and draft.metric == metric.code else (),
            draft.entry(metric.code) if draft is not None else None,
        )
        for metric in form_for(facts.programme, community, year).metrics
    )


def _held(draft: Draft | None, metric: str) -> tuple[str, bool]:
    if draft is None:
        return "", False
    if draft.metric == metric and (draft.pending is not None or draft.readings):
        return (draft.pending.typed if draft.pending is not None else draft.readings[0].typed), False
    if (entry := draft.entry(metric)) is not None:
        return entry.typed, True
    waiting = next((one.text for one in draft.queue if one.metric == metric and one.text), "")
    return waiting, False


def put(draft: Draft, metric: str, text: str, reason: str, facts: Facts) -> Result:
    """Take what was typed into a figure's field, with its reason if it has one; nothing takes the figure off.

    What is recorded already changes nothing, and wants no reason.
    """
    said = text.strip()
    after, events = _without(draft, metric, facts) if not said else take(
        draft, [Waiting(metric, said, phrase=said)], facts
    )
    if _is_recorded(after, metric, facts):
        after, _ = _without(draft, metric, facts)
        events = (ev.Refused("recorded", metric, found=said),)
    if reason.strip() and after.step == "reason" and after.metric == metric:
        after, events = step(after, Typed(reason.strip()), facts)
    return (draft if after == draft else replace(after, version=draft.version + 1)), events


def _is_recorded(draft: Draft, metric: str, facts: Facts) -> bool:
    """Tell whether a figure of the draft is what is recorded already."""
    pending = draft.pending if draft.metric == metric else None
    entry, known = pending or draft.entry(metric), facts.known(draft.community or "", metric, draft.year or 0)
    if entry is None or known is None:
        return False
    return (entry.value, entry.marker) == (known.value, known.marker)


def standing_of(draft: Draft | None, community: str, year: int, facts: Facts) -> tuple[str, ...]:
    """Return the standing figures that are still open and may be taken over from last year."""
    asked = Draft(community=community, year=year) if draft is None else draft
    return tuple(code for code, _ in standing_left(asked, facts))


def take_over(draft: Draft, facts: Facts) -> Result:
    """Take last year's figure over for all standing ones that are open; what waits for an answer still does."""
    question = open_question(draft)
    waits = (question, *draft.queue) if question is not None and question.text else draft.queue
    clear = replace(draft, step="standing", metric=None, pending=None, readings=(), why="", queue=())
    after, events = step(clear, Tap("same"), facts)
    if waits:
        after, asked = take(after, list(waits), facts)
        events = (*events, *asked)
    return replace(after, version=draft.version + 1), events


def _without(draft: Draft, metric: str, facts: Facts) -> Result:
    entries = tuple(one for one in draft.entries if one.metric != metric)
    queue = tuple(one for one in draft.queue if one.metric != metric)
    about = draft.metric == metric
    left = replace(
        draft, entries=entries, queue=queue, pending=None if about else draft.pending,
        readings=() if about else draft.readings, metric=None if about else draft.metric,
        step=("card" if entries else "menu") if about or draft.step == "card" else draft.step,
    )
    if about and queue:
        # The next that waits for a reason or a reading is asked in its place.
        return take(replace(left, queue=()), list(queue), facts)
    return go(left, facts)
