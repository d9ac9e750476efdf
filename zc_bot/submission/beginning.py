"""What a text names, taken into a draft: of its own place, of another one, or of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zc_bot.parsing.periods import without_years
from zc_bot.parsing.quantities import find_quantities
from zc_bot.submission import events as ev
from zc_bot.submission import grown
from zc_bot.submission.arriving import arrive, place
from zc_bot.submission.as_last_year import without_rest
from zc_bot.submission.asking import Result, go, standing_left
from zc_bot.submission.draft import Draft, Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import drain, older, take
from zc_bot.submission.leftover import left_over
from zc_bot.submission.parting import Part, by_place, elsewhere_alone, is_recorded, without_unsaid_places
from zc_bot.submission.shares import amiss
from zc_bot.submission.taps import as_last_year
from zc_bot.submission.understanding import Named, named


def start(
    facts: Facts, community: str | None = None, year: int | None = None, metric: str | None = None, line: str = ""
) -> Result:
    """Begin a report, at a given place if there is one, or with everything that a typed line says."""
    if not facts.communities or not facts.years:
        code = "no_communities" if not facts.communities else "no_years"
        return Draft(version=facts.first_version, step="cancelled"), (ev.Refused(code),)
    if community is not None and community not in facts.communities:
        return Draft(version=facts.first_version, step="cancelled"), (ev.Refused("scope"),)
    draft = Draft(version=facts.first_version, community=community, year=year if year in facts.years else None)
    if metric in facts.programme.metric:
        draft = replace(draft, queue=(Waiting(metric or "", ""),))
    if line:
        if (left := without_rest(line)) is not None:
            return _begun(with_the_rest(start(facts, community, year, metric, left), facts))
        found = take_named(draft, line, facts)
        if found is not None:
            return _begun(found)
        if find_quantities(without_years(line, facts.today)):
            return _begun(arrive(draft, facts, ev.Reprompt()))
    return _begun(arrive(draft, facts))


def _of_closed_year(draft: Draft, found: Named, said: Sequence[ev.Event], facts: Facts) -> Result | None:
    """Keep the figures of a line whose year can't be reported, while the year is asked for; None for any other."""
    community = draft.community or (facts.communities[0] if len(facts.communities) == 1 else None)
    closed = any(isinstance(one, ev.Refused) and one.code == "year_closed" for one in said)
    if not (closed and found.figures and community is not None):
        return None
    return _asked_for_the_year(replace(draft, community=community, year=None, queue=found.figures), said, facts)


def _asked_for_the_year(draft: Draft, said: Sequence[ev.Event], facts: Facts) -> Result:
    """Ask of which year the figures are that wait, and say them back."""
    held = tuple(one for one in draft.queue if one.text and not one.fault)
    return go(replace(draft, step="year"), facts, *said, *([ev.Held(held)] if held else []))


def _begun(result: Result) -> Result:
    """Note which figures a report began with."""
    draft, said = result
    return replace(draft, latest=tuple(entry.metric for entry in draft.entries)).typed_after(Draft()), said


def with_the_rest(result: Result, facts: Facts) -> Result:
    """Take last year's figures over for all standing ones that are open, after what was said of some."""
    draft, said = _of_the_open_year(result, facts)
    if draft.community is None or draft.year is None or not draft.is_open:
        return result
    taken = standing_left(replace(draft, later=()), facts)
    held = {*draft.held, *(one.metric for one in said if isinstance(one, ev.Refused)), draft.metric}
    taken = tuple((code, known) for code, known in taken if code not in held)
    if not taken:
        return result
    took_over = ev.TookOver(tuple(code for code, _ in taken))
    for code, known in taken:
        waits = draft.pending  # What waits for its reason is none of the rest.
        draft = replace(draft.with_entry(as_last_year(draft, code, known, facts)), pending=waits)
    if draft.step in {"menu", "card"}:
        return go(drain(draft, facts)[0], facts, *without_questions(said), took_over)
    return draft, (took_over, *said)


def _of_the_open_year(result: Result, facts: Facts) -> Result:
    """Put a report whose year is asked for, and of which nothing waits, into the open year, and say so."""
    draft, said = result
    if draft.step != "year" or draft.queue or draft.then or draft.community is None:
        return result
    if facts.years[0] < facts.programme.community[draft.community].start:
        return result
    assumed = [ev.AssumedYear(facts.years[0], facts.years[1])] if len(facts.years) > 1 else []
    draft = replace(draft, year=facts.years[0], year_assumed=True, step="menu")
    return draft, (*without_questions(said), *assumed)


def without_questions(said: Sequence[ev.Event]) -> list[ev.Event]:
    """Leave out what is asked for next, where more is to be carried out before."""
    return [one for one in said if isinstance(one, ev.Refused | ev.Noted | ev.TookOff | ev.Meant | ev.AssumedYear)]


def take_named(draft: Draft, text: str, facts: Facts, cut: bool = True) -> Result | None:
    """Take what a text names; None where it names nothing, or nothing that helps here.

    cut: it may speak of several places; what was cut out already speaks of one.
    """
    text = without_unsaid_places(text, facts) if cut and draft.community is None else text
    if cut and (parts := by_place(text, facts)):
        return _of_several(draft, parts, facts)
    found = named(text, facts)
    if not found:
        return None
    whole = cut and draft.holds_figures and draft.year is not None
    if whole and (part := elsewhere_alone(text, found, draft, facts)):
        return _of_several(draft, (part,), facts)
    placed, said = place(draft, found, facts)
    if said and (draft.community is None or draft.year is None):
        return _of_closed_year(placed, found, said, facts) or arrive(placed, facts, *said)
    if said and draft.step == "value" and not (found.figures or found.communities):
        return None
    if said and not draft.holds_figures and elsewhere(draft, found, facts):
        return start(facts, line=text)
    if said:
        return go(draft, facts, *said)
    where = (placed.community or "", placed.year or facts.years[0])
    differs = (*amiss(found.told, found.figures, facts), *grown.amiss(found.grown, found.figures, where, facts))
    said = (*left_over(found.leftover, facts), *(differs or beside(found.told)))
    if found.this_year and draft.year is None and placed.year is not None:
        placed = replace(placed, year_assumed=True)
        said = (ev.AssumedYear(facts.years[0], facts.years[0] - 1, this_year=True), *said)
    waiting = replace(placed, queue=(*found.figures, *older(placed.queue, found.figures)))
    if placed.step == "which" and placed.community is None:
        return go(waiting, facts, *said)
    if draft.step == "year" and draft.queue and placed.year is None:
        return _asked_for_the_year(waiting, said, facts)
    if draft.community is None or draft.year is None:
        return arrive(waiting, facts, *said)
    if not found.figures:
        return None
    after, spoken = take(placed, found.figures, facts)
    return after, (*said, *spoken)


def _of_several(draft: Draft, parts: Sequence[Part], facts: Facts) -> Result | None:
    """Take what is said of the draft's own place, or of the first, and keep the rest for after it.

    What stands already is only said: last year's figures told beside this year's.
    """
    known = [one for one in parts if is_recorded(one, facts)]
    outside = [one for one in parts if one.outside and one not in known]
    fresh = [one for one in parts if one not in known and one not in outside]
    said: tuple[ev.Event, ...] = (
        *left_over((piece for one in parts for piece in one.found.leftover), facts),
        *(ev.Refused("recorded", found=one.later.text) for one in known),
        *beside(tuple(dict.fromkeys(one for part in parts for one in part.found.told if one not in part.later.text))),
        *dict.fromkeys(
            ev.Refused("scope") if one.later.community not in facts.communities
            else ev.Refused("year_closed", found=str(one.later.year))
            for one in outside
        ),
    )
    if not fresh:
        settled = draft.community is not None and draft.year is not None
        return go(draft, facts, *said) if settled else arrive(draft, facts, *said)
    own = _first(draft, fresh, facts)
    others = [one for one in fresh if one is not own]
    if own is None and not draft.holds_figures:
        return _of_several(replace(draft, community=None, year=None), parts, facts)
    if own is None:
        return _kept_for_later(draft, others, facts, *said)
    if draft.year is None and own.later.year_assumed and not own.outside:
        draft = replace(draft, year_assumed=True)
        said = (*said, ev.AssumedYear(own.later.year, own.later.year - 1))
    result = take_named(draft, own.later.text, facts, cut=False)
    if result is None or not others:
        return _with(said, result)
    kept, held_said = _kept_for_later(result[0], others, facts, *said)
    return kept, (*held_said[: len(said) + len(others)], *result[1])


def _first(draft: Draft, parts: Sequence[Part], facts: Facts) -> Part | None:
    """Choose what to go on with: what is of the draft's place, first of the year being reported, then in turn."""
    fit = [
        one for one in parts
        if draft.community in {None, one.later.community} and draft.year in {None, one.later.year}
    ]
    return next((one for one in fit if one.later.year == facts.years[0]), fit[0] if fit else None)


def _with(said: tuple[ev.Event, ...], result: Result | None) -> Result | None:
    return None if result is None else (result[0], (*said, *result[1]))


def _kept_for_later(draft: Draft, parts: Sequence[Part], facts: Facts, *said: ev.Event) -> Result:
    """Keep reports of other places for after this one."""
    held = tuple(ev.HeldForLater(*one.place, one.found.figures) for one in parts)
    return go(replace(draft, then=(*draft.then, *(one.later for one in parts))), facts, *said, *held)


def beside(told: tuple[str, ...]) -> tuple[ev.Refused, ...]:
    """Name the numbers that a text tells beside its figures, which were not taken."""
    return (ev.Refused("beside", found="、".join(told)),) if told else ()


def elsewhere(draft: Draft, found: Named, facts: Facts) -> bool:
    """Tell whether a text is about another place or year than the draft is, and one that may be reported for."""
    own = {code for codes in found.communities for code in codes if code in facts.communities}
    other_place = bool(own) and draft.community is not None and draft.community not in own
    other_year = draft.year is not None and any(year != draft.year and year in facts.years for year in found.years)
    return other_place or other_year
