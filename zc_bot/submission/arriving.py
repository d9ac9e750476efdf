"""Where the figures of a text go: the community and year it names, put into a draft or asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zc_bot.parsing.periods import is_year
from zc_bot.submission import events as ev
from zc_bot.submission.asking import Result, go
from zc_bot.submission.draft import Draft, Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import drain
from zc_bot.submission.understanding import Named, named


def place(draft: Draft, found: Named, facts: Facts) -> Result:
    """Put the community and year that a text names into the draft, or refuse what can't go there."""
    several = {codes for codes in found.communities if any(code in facts.communities for code in codes)}
    if draft.community is None and not draft.options and len(several) > 1:
        return draft, (ev.Refused("two_places"),)
    if draft.year is None and len(found.years) > 1:
        return draft, (ev.Refused("two_years"),)
    for codes in found.communities:
        own = tuple(code for code in codes if code in facts.communities)
        if not own:
            return draft, (ev.Refused("scope"),)
        # A word for several places is asked about, even where only one of them is the person's own.
        if draft.community is None and len(codes) > 1:
            draft = replace(draft, step="which", options=own)
            continue
        if draft.community is not None and draft.community not in own:
            return draft, (ev.Refused("other_community"),)
        draft = replace(draft, community=draft.community or own[0])
    for year in found.years:
        if year not in facts.years:
            return draft, (ev.Refused("year_closed", found=str(year)),)
        if draft.year is not None and draft.year != year:
            return draft, (ev.Refused("other_year", found=str(year)),)
        draft = replace(draft, year=year)
    return draft, ()


def arrive(draft: Draft, facts: Facts, *said: ev.Event) -> Result:
    """Ask for the place that is still open; with it known, take what is queued or show the menu.

    Where another's place was refused, one's own is asked for: it is not what was meant.
    """
    refused = any(isinstance(one, ev.Refused) and one.code == "scope" for one in said)
    if refused and draft.community is None:
        return go(draft if draft.step == "which" else replace(draft, step="community"), facts, *said)
    draft = _with_its_own(replace(draft, options=()), facts)
    if draft.community is None and len(facts.communities) == 1:
        draft = replace(draft, community=facts.communities[0])
    held = tuple(one for one in draft.queue if one.text and not one.fault)
    if draft.community is None:
        return go(replace(draft, step="community"), facts, *said, *([ev.Held(held)] if held else []))
    begun = facts.programme.community[draft.community].start
    too_early = draft.year is not None and draft.year < begun
    if too_early:
        said = (*said, ev.Refused("before_start", found=str(draft.year), expected=str(begun)))
        draft = replace(draft, year=None)
    says_none = not too_early and not draft.then and _says_no_year(draft.queue)
    if draft.year is None and says_none and facts.years[0] >= begun:
        draft = replace(draft, year=facts.years[0], year_assumed=True)
        if len(facts.years) > 1:
            said = (*said, ev.AssumedYear(facts.years[0], facts.years[1]))
    if draft.year is None:
        return go(replace(draft, step="year"), facts, *said, *([ev.Held(held)] if held else []))
    if not draft.queue:
        return go(replace(draft, step="menu"), facts, *said)
    after, spoken = drain(replace(draft, step="menu"), facts)
    return go(after, facts, *said, *spoken)


def _with_its_own(draft: Draft, facts: Facts) -> Draft:
    """Take what waits of the draft's own place out of what is gone on with later.

    Where only one community or year waits, it is the draft's.
    """
    waits = [one for one in draft.then if draft.community in {None, one.community} and draft.year in {None, one.year}]
    if len({one.community for one in waits}) == 1:
        draft = replace(draft, community=waits[0].community)
    if draft.community is not None and len({one.year for one in waits}) == 1:
        draft = replace(draft, year=waits[0].year)
    own = [one for one in waits if one.place == (draft.community, draft.year)]
    if not own:
        return draft
    queue = [figure for one in own for figure in named(one.text, facts).figures]
    then = tuple(one for one in draft.then if one not in own)
    return replace(draft, queue=(*draft.queue, *queue), then=then)


def _says_no_year(queue: Sequence[Waiting]) -> bool:
    """Tell whether figures came without a year: none of them could be one itself, as in 从业人员 2019."""
    texts = [one.text.strip() for one in queue if one.text]
    return bool(texts) and not any(map(is_year, texts))
