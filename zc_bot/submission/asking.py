"""The question that belongs to a draft's step, and which step comes next."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from zc_bot.parsing.conversion import Reading, read_figure
from zc_bot.submission import events as ev
from zc_bot.submission.card import card
from zc_bot.submission.checks import Candidate, Finding, soft
from zc_bot.submission.draft import Draft, Entry
from zc_bot.submission.facts import Facts, Known
from zc_bot.submission.form import form_for, missing

Result = tuple[Draft, tuple[ev.Event, ...]]


def present(draft: Draft, facts: Facts) -> tuple[ev.Event, ...]:
    """Ask the present question once more, whatever happened in between; nothing for a closed draft."""
    community, year = draft.community or "", draft.year or 0
    match draft.step:
        case "community":
            return (ev.AskCommunity(facts.communities),)
        case "year":
            return (ev.AskYear(community, facts.years, len(facts.communities) > 1),)
        case "menu":
            return (_menu(draft, facts),)
        case "standing":
            return (ev.AskStanding(community, year, standing_left(draft, facts)),)
        case "list":
            codes = tuple(metric.code for metric in form_for(facts.programme, community, year).metrics)
            left = open_metrics(draft, facts)
            return (ev.AskMetric(community, year, codes, tuple(code for code in codes if code not in left)),)
        case "value":
            return (_value(draft, facts),)
        case "reading":
            return (ev.AskReading(draft.metric or "", draft.why, draft.readings),)
        case "which":
            return (_which(draft),)
        case "beside":
            return (_beside(draft, facts),)
        case "reason":
            if draft.pending is None:
                return ()
            return (ev.AskReason(draft.pending, doubts(draft.pending, draft, facts), community, year),)
        case "card":
            return (card(draft, facts),)
        case _:
            return ()


def go(draft: Draft, facts: Facts, *said: ev.Event) -> Result:
    """Pair a draft with what was said and its present question."""
    return draft, (*said, *present(draft, facts))


def ask(draft: Draft, metric: str) -> Draft:
    """Ask for one metric's figure."""
    asked = (*(code for code in draft.asked if code != metric), metric)
    return replace(draft, step="value", metric=metric, readings=(), why="", phrase="", pending=None, asked=asked)


def onward(draft: Draft, facts: Facts) -> Draft:
    """Go on to the next open figure while walking, else to the card; to the menu while there is nothing."""
    draft = replace(draft, readings=(), why="", phrase="", pending=None)
    if draft.mode == "walk" and standing_left(draft, facts):
        return replace(draft, step="standing", metric=None)
    left = [code for code in open_metrics(draft, facts) if code not in draft.later]
    if draft.mode != "single" and left:
        return ask(draft, left[0])
    return replace(draft, step="card" if draft.entries else "menu", metric=None, mode="single", asked=())


def open_metrics(draft: Draft, facts: Facts) -> tuple[str, ...]:
    """Give the metrics with neither a recorded figure nor one in the draft."""
    if draft.community is None or draft.year is None:
        return ()
    form = form_for(facts.programme, draft.community, draft.year)
    return tuple(code for code in missing(facts, form) if draft.entry(code) is None)


def standing_left(draft: Draft, facts: Facts) -> tuple[tuple[str, Known], ...]:
    """Give the open standing metrics with last year's figure, which may be taken over."""
    community, year = draft.community or "", draft.year or 0
    return tuple(
        (code, known)
        for code in open_metrics(draft, facts)
        if facts.programme.metric[code].standing
        and code not in draft.later
        and (known := facts.last_year(community, code, year)) is not None
    )


def previous_value(draft: Draft, metric: str, facts: Facts) -> Decimal | None:
    known = facts.last_year(draft.community or "", metric, draft.year or 0)
    return None if known is None else known.value


def doubts(entry: Entry, draft: Draft, facts: Facts) -> tuple[Finding, ...]:
    """Find what wants a reason in a figure of the draft's community and year."""
    community, year = draft.community or "", draft.year or 0
    return soft(
        Candidate(entry.metric, entry.value, entry.marker),
        facts.programme.metric[entry.metric],
        facts.last_year(community, entry.metric, year),
        facts.known(community, entry.metric, year),
        None if facts.last_year(community, entry.metric, year) else facts.usual(community, entry.metric, year),
    )


def _menu(draft: Draft, facts: Facts) -> ev.Menu:
    community, year = draft.community or "", draft.year or 0
    return ev.Menu(
        community,
        year,
        total=len(form_for(facts.programme, community, year).metrics),
        missing=open_metrics(draft, facts),
        standing=tuple(code for code, _ in standing_left(draft, facts)),
        entered=len(draft.entries),
        can_go_back=not draft.entries,
    )


def _value(draft: Draft, facts: Facts) -> ev.AskValue:
    community, year, metric = draft.community or "", draft.year or 0, draft.metric or ""
    left = [code for code in open_metrics(draft, facts) if code not in draft.later and code != metric]
    done = sum(entry.metric != metric for entry in draft.entries)
    walking = draft.mode != "single"
    aside = tuple(one.metric for one in draft.aside)
    return ev.AskValue(
        community,
        year,
        metric,
        facts.last_year(community, metric, year),
        facts.known(community, metric, year),
        draft.entry(metric),
        position=done + 1 if walking else 0,
        total=done + 1 + len(left) if walking else 0,
        swap=aside if metric in aside else (),
    )


def _which(draft: Draft) -> ev.AskWhich:
    if draft.options:
        return ev.AskWhich("community", draft.options)
    if not draft.queue:
        return ev.AskWhich("metric", ())
    asked = draft.queue[0]
    return ev.AskWhich("metric", asked.options, " ".join((asked.phrase or asked.text).split()) if asked.text else "")


def _beside(draft: Draft, facts: Facts) -> ev.AskBeside:
    faulty = [item for item in draft.queue if item.fault]
    words = tuple(dict.fromkeys(item.found for item in faulty if item.found))
    read = [
        (item, read_figure(
            item.text, facts.programme.metric[item.metric], previous_value(draft, item.metric, facts)
        ))
        for item in faulty
    ]
    figures = [
        Entry(item.metric, item.text, one.value, one.marker) if isinstance(one, Reading) else
        Entry(item.metric, item.text, None)
        for item, one in read
    ]
    return ev.AskBeside(tuple(figures), words)
