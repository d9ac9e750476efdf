"""Two figures that were typed as each other's, put right: 两个数报反了, 孵化器和加速器对调."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zc_bot.parsing.conversion import Reading, read_figure
from zc_bot.submission import events as ev
from zc_bot.submission.asking import Result, ask, go
from zc_bot.submission.draft import Draft, Waiting, typed_again
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import open_question, take


def swap(draft: Draft, metrics: tuple[str, ...], facts: Facts) -> Result:
    """Give each of two figures the other's value; which two is asked where neither words nor the draft tell."""
    held = _held(draft)
    pair = metrics or _meant(draft, tuple(held))
    if absent := [metric for metric in metrics if metric not in held]:
        return go(draft, facts, ev.Refused("not_among", absent[0]))
    if len(pair) == 1:
        return go(ask(draft, pair[0]), facts)
    if len(pair) != 2:
        return go(draft, facts, ev.Refused("swap_which"))
    first, second = pair
    left = replace(
        draft, entries=tuple(one for one in draft.entries if one.metric not in pair), aside=(),
        queue=tuple(one for one in draft.queue if one.metric not in pair),
    )
    if draft.metric in pair:
        left = replace(left, step="menu", metric=None, pending=None, readings=())
    waiting = [_as_of(first, held[second], facts), _as_of(second, held[first], facts)]
    after, said = take(left, waiting, facts)
    if amiss := [one for one in said if isinstance(one, ev.Refused)]:
        return go(draft, facts, ev.Refused("not_swapped"), *amiss)
    return after, (ev.Swapped(pair), *said)


def _held(draft: Draft) -> Mapping[str, Waiting]:
    """Give the figures that can be swapped, as they were typed: those taken, in question, waiting or set aside."""
    asked = open_question(draft)
    found = [*map(typed_again, draft.entries), *([asked] if asked is not None else []), *draft.queue, *draft.aside]
    return {one.metric: one for one in found if one.metric and one.text and not one.fault}


def _meant(draft: Draft, held: tuple[str, ...]) -> tuple[str, ...]:
    """Find the two that are spoken of: those set aside, the only ones, or the two that came last together."""
    if draft.aside:
        return tuple(one.metric for one in draft.aside)
    return held if len(held) < 3 else draft.latest if len(draft.latest) == 2 else ()


def _as_of(metric: str, other: Waiting, facts: Facts) -> Waiting:
    """Write the figure of one metric as another's: as it was typed where that says the same, else its bare value."""
    read = read_figure(other.text, facts.programme.metric[other.metric])
    same = read_figure(other.text, facts.programme.metric[metric])
    if not isinstance(read, Reading) or read.value is None:
        return Waiting(metric, other.text, phrase=other.text)
    if isinstance(same, Reading) and same.value == read.value:
        return Waiting(metric, other.text, phrase=other.text)
    text = f"{read.value:f}{facts.programme.metric[metric].unit if metric else ''}"
    return Waiting(metric, text, phrase=other.text)
