"""The card shown before a report is confirmed: figures as read, shares, hints and changes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Condition, Derived
from zc_bot.submission.draft import Draft, Entry
from zc_bot.submission.events import CardLine, ShareLine, ShowCard, Standing
from zc_bot.submission.facts import STANDS, Facts, Known
from zc_bot.submission.form import form_for, missing


def card(draft: Draft, facts: Facts) -> ShowCard:
    """Make the card of a draft that has its community and year."""
    community, year = draft.community or "", draft.year or 0
    form = form_for(facts.programme, community, year)
    entered = {entry.metric for entry in draft.entries}
    order = [metric.code for metric in facts.programme.metrics]
    entries = sorted(draft.entries, key=lambda entry: order.index(entry.metric))
    return ShowCard(
        community,
        year,
        tuple(_line(entry, community, year, facts) for entry in entries),
        _shares(community, year, facts, values(draft, facts)),
        tuple(code for code in missing(facts, form) if code not in entered),
        facts.judged,
    )


def values(draft: Draft, facts: Facts) -> dict[str, Decimal | None]:
    """Give the figures of the draft's year: those entered, over those recorded and not sent back."""
    found = recorded(draft.community or "", draft.year or 0, facts)
    return found | {entry.metric: entry.value for entry in draft.entries}


def recorded(community: str, year: int, facts: Facts) -> dict[str, Decimal | None]:
    """Give the figures of a year that are recorded and were not sent back or withdrawn."""
    return {
        metric.code: known.value
        for metric in facts.programme.metrics
        if (known := facts.known(community, metric.code, year)) is not None and known.status in STANDS
    }


def share(derived: Derived, figures: Mapping[str, Decimal | None]) -> Fraction | None:
    """Work a share out in %, exactly; None where a part is missing or the whole is zero."""
    part, whole = figures.get(derived.numerator or ""), figures.get(derived.denominator or "")
    if part is None or whole is None or whole == 0:
        return None
    return Fraction(part) / Fraction(whole) * 100


def holds(value: Fraction, condition: Condition) -> bool | None:
    """Compare exactly; None for 左右, which never fails."""
    threshold = Fraction(condition.threshold)
    match condition.operator:
        case ">=":
            return value >= threshold
        case ">":
            return value > threshold
        case "=":
            return value == threshold
        case _:
            return None


def thresholds(programme: Programme, measure: str) -> tuple[Condition, ...]:
    """Give the conditions that requirements set for a measure."""
    return tuple(
        condition
        for requirement in programme.requirements
        for condition in requirement.conditions
        if condition.metric == measure
    )


def _line(entry: Entry, community: str, year: int, facts: Facts) -> CardLine:
    previous = facts.last_year(community, entry.metric, year)
    return CardLine(
        entry,
        previous,
        facts.known(community, entry.metric, year),
        _change(entry, previous),
        None if entry.value is None else _standing(facts, entry.metric, Fraction(entry.value)),
    )


def _change(entry: Entry, previous: Known | None) -> Fraction | None:
    if entry.value is None or previous is None or not previous.value:
        return None
    return (Fraction(entry.value) / Fraction(previous.value) - 1) * 100


def _standing(facts: Facts, measure: str, value: Fraction) -> Standing | None:
    """Say how a figure stands against the policy; None where nothing is required, or the person may not judge."""
    found = [holds(value, condition) for condition in thresholds(facts.programme, measure)]
    judged = [item for item in found if item is not None]
    if not judged or not facts.judged:
        return None
    return "met" if all(judged) else "not_met"


def _shares(community: str, year: int, facts: Facts, figures: Mapping[str, Decimal | None]) -> tuple[ShareLine, ...]:
    before = {
        metric.code: known.value
        for metric in facts.programme.metrics
        if (known := facts.last_year(community, metric.code, year)) is not None
    }
    return tuple(
        ShareLine(derived.code, value, share(derived, before), _standing(facts, derived.code, value))
        for derived in facts.programme.derived
        if (value := share(derived, figures)) is not None
    )
