"""Taking typed figures into a draft: each is read, checked, asked about where needed, and only then kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from zc_bot.parsing.conversion import Ambiguous, Reading
from zc_bot.parsing.refusals import Rejection
from zc_bot.submission import events as ev
from zc_bot.submission.asking import Result, ask, doubts, go, onward
from zc_bot.submission.beside import may_be_noted, says_why
from zc_bot.submission.card import values
from zc_bot.submission.checks import Candidate, Finding, hard
from zc_bot.submission.draft import Draft, Entry, Waiting, typed_again
from zc_bot.submission.facts import Facts
from zc_bot.submission.reading import read
from zc_bot.submission.reasons import gives_reason


def take(draft: Draft, waiting: Iterable[Waiting], facts: Facts) -> Result:
    """Take typed figures in; if none can be, the draft stays as it was and its question is asked again.

    A question that was open and is not among them is asked again afterwards.
    """
    coming = tuple(waiting)
    question = open_question(draft)
    if question is not None and all(item.metric != question.metric for item in coming):
        coming = (*coming, question)
    after, said = drain(replace(draft, queue=(*coming, *older(draft.queue, coming))), facts)
    if _nothing_taken(said) and not _asks_about(after, coming):
        return go(replace(draft, aside=after.aside), facts, *said)
    return go(after, facts, *said)


def older(queue: Iterable[Waiting], coming: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Give what still waits beside newer figures: the newest of a metric is the one that counts."""
    newer = {item.metric for item in coming if item.metric}
    return tuple(item for item in queue if item.metric not in newer)


def drain(draft: Draft, facts: Facts) -> Result:
    """Work through the queue until a question has to be asked; then go on to the next open figure.

    A figure that was refused is asked for again where nothing else is. Those with words beside them that nothing used
    come last, and what is still to be typed behind them.
    """
    said: list[ev.Event] = []
    doubtful = tuple(item for item in draft.queue if may_be_noted(item, draft, facts))
    faulty = [item for item in draft.queue if item.fault and item not in doubtful]
    said += list(dict.fromkeys(_fault(item) for item in faulty))
    again = next((item.metric for item in faulty), "")
    unsaid = tuple(item for item in draft.queue if doubtful and item.metric and not (item.fault or item.text))
    clear = tuple(item for item in draft.queue if not item.fault and item not in unsaid)
    draft = replace(draft, step="menu", readings=(), why="", pending=None, queue=(*clear, *doubtful, *unsaid))
    while draft.queue:
        if draft.queue[0].fault:
            return replace(draft, step="beside", metric=draft.queue[0].metric), tuple(said)
        head, draft = draft.queue[0], replace(draft, queue=draft.queue[1:])
        if not head.metric:
            return replace(draft, step="which", queue=(head, *draft.queue)), tuple(said)
        if head.metric in facts.programme.derivation:
            said.append(ev.Refused("derived", head.metric, head.text))
        elif not head.text:
            return ask(draft, head.metric), tuple(said)
        else:
            draft, spoken = _read(draft, head, facts)
            said.extend(spoken)
            draft = _without_others_at_fault(draft, head, spoken)
            if draft.step in {"reading", "reason"}:
                later = tuple(item.metric for item in draft.queue if item.fault)
                return draft, (*said, *([ev.AskedLater(later)] if later else []))
            if _nothing_taken(spoken):
                again = again or head.metric
    return (ask(draft, again) if again in facts.programme.metric else onward(draft, facts)), tuple(said)


def _without_others_at_fault(draft: Draft, refused: Waiting, said: tuple[ev.Event, ...]) -> Draft:
    """Leave out the whole of the same line that a refused part exceeds, and the part of such a whole.

    The two are kept aside: they may be each other's.
    """
    others = {one.other for one in said if isinstance(one, ev.Refused) and one.code == "part_exceeds_whole"}
    if not others:
        return draft
    held = [typed_again(entry) for entry in draft.entries]
    fellows = [one for one in (*draft.queue, *held) if one.metric in others and not one.fault]
    aside = (refused, fellows[0]) if fellows else ()
    return replace(draft, queue=tuple(one for one in draft.queue if one.metric not in others), aside=aside)


def _fault(item: Waiting) -> ev.Refused:
    """Say why a figure can't be taken whatever it is; of several that can't be told apart it is said once."""
    return ev.Refused(item.fault, "" if item.fault == "which_number" else item.metric, item.found)


def accept(
    draft: Draft, metric: str, reading: Reading, facts: Facts, phrase: str = "", note: str = "", reason: str = ""
) -> Result:
    """Check one reading, typed in a phrase: refuse it, ask for its reason, or keep it.

    note: what was typed beside it, which is the reason where one is wanted and it gives one. reason: the one that was
    given with it, wanted or not.
    """
    known = facts.known(draft.community or "", metric, draft.year or 0)
    given = reason if gives_reason(reason, facts) else ""
    version = known.version if known else None
    entry = Entry(metric, reading.typed, reading.value, reading.marker, version, given, phrase)
    candidate = Candidate(metric, reading.value, reading.marker)
    found = hard(candidate, draft.community or "", draft.year or 0, facts, _others(draft, facts))
    if found:
        return draft, tuple(refused(finding, reading.typed) for finding in found)
    doubted = not given and bool(doubts(entry, draft, facts))
    if doubted and says_why(note) and gives_reason(note, facts):
        whole = phrase if all(part in phrase for part in note.split("…")) else ""
        entry, doubted = replace(entry, reason=whole or note), False
    if doubted:
        return replace(draft, step="reason", metric=metric, pending=entry, readings=(), why=""), ()
    return replace(draft.with_entry(entry), step="menu", readings=(), why=""), (ev.Noted(entry),)


def refused(finding: Finding, typed: str = "") -> ev.Refused:
    """Word a hard finding about what was typed; of a year that can't be reported the years are told."""
    if finding.code in {"year_closed", "before_start"}:
        year, *start = map(str, finding.values)
        return ev.Refused(finding.code, finding.metric, year, "".join(start))
    return ev.Refused(finding.code, finding.metric, typed, other=finding.other, values=finding.values)


def open_question(draft: Draft) -> Waiting | None:
    """Give what was being asked: a figure still to be typed, or one typed that isn't settled yet."""
    if draft.metric is None or draft.step not in {"value", "reading", "reason"}:
        return None
    typed = draft.pending.typed if draft.pending else draft.readings[0].typed if draft.readings else ""
    return Waiting(draft.metric, typed, phrase=draft.pending.phrase if draft.pending else draft.phrase)


def _read(draft: Draft, item: Waiting, facts: Facts) -> Result:
    metric = facts.programme.metric[item.metric]
    outcome = read(item.text, metric, draft, facts)
    if isinstance(outcome, Rejection):
        return draft, (ev.Refused(outcome.code, item.metric, outcome.found, outcome.expected or metric.unit),)
    if isinstance(outcome, Ambiguous):
        asked = replace(
            draft, step="reading", metric=item.metric, readings=outcome.readings, why=outcome.why, phrase=item.phrase
        )
        return asked, ()
    return accept(replace(draft, step="menu"), item.metric, outcome, facts, item.phrase, item.note, item.reason)


def _others(draft: Draft, facts: Facts) -> dict[str, Decimal | None]:
    """Give the year's other figures: recorded, in the draft, and those coming in the same line."""
    coming: dict[str, Decimal | None] = {}
    for item in draft.queue:
        if item.metric in facts.programme.metric and item.text and not item.fault:
            outcome = read(item.text, facts.programme.metric[item.metric], draft, facts)
            if isinstance(outcome, Reading):
                coming[item.metric] = outcome.value
    return values(draft, facts) | coming


def _nothing_taken(said: tuple[ev.Event, ...]) -> bool:
    return bool(said) and all(isinstance(event, ev.Refused) for event in said)


def _asks_about(draft: Draft, coming: tuple[Waiting, ...]) -> bool:
    """Tell whether the draft now asks about something that was just typed."""
    if draft.step == "value":
        return any(item.metric == draft.metric and not item.text for item in coming)
    if draft.step == "beside":
        return True
    return draft.step == "which" or (
        draft.step in {"reading", "reason"} and any(item.metric == draft.metric for item in coming)
    )
