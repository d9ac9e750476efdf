"""A correction in words, carried out on a draft: the figure it is about is named, or asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from zc_bot.parsing.conversion import Reading, read_figure
from zc_bot.parsing.corrections import LATEST, Correction
from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.submission import events as ev
from zc_bot.submission.asking import Result, ask, go
from zc_bot.submission.correcting import Held, could_be, meant
from zc_bot.submission.draft import Draft, Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import drain, older, open_question, take
from zc_bot.submission.swapping import swap

ASKING = frozenset({"value", "reading", "reason"})
"""Steps at which a correction that names nothing is about the figure asked."""


def correct(draft: Draft, correction: Correction | None, facts: Facts) -> Result | None:
    """Carry a correction out; None where there is none, or where it is one of the figure in question."""
    if correction is None or correction.plain or draft.community is None or draft.year is None:
        return None
    held = held_by(draft, facts)
    correction = _by_amount(correction, held, facts)
    if not correction.new:
        correction = replace(correction, metrics=reported(correction.metrics, facts))
    if any(code not in facts.programme.metric for code in correction.metrics):
        return None
    if correction.swaps:
        metrics = reported(correction.metrics, facts)
        return swap(draft, metrics, facts) if held or draft.aside else None
    points = correction.says_which
    about = meant(correction, held, facts.programme, draft.typed)
    if not points and len(about) > 1 and len(draft.latest) == 1 and draft.latest[0] in about:
        about = draft.latest
    if not points and (draft.step in ASKING - {"value"} or not held):
        return None
    if correction.drops:
        return _drop(draft, correction, about, facts) if points or draft.step not in ASKING else None
    if not points and draft.step == "value" and (not correction.new or len(about) != 1):
        return None
    if correction.old and not about:
        return go(draft, facts, ev.Refused("no_such_value", found=correction.old))
    return _change(draft, correction, about, facts)


def typed_anew(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Take an amount typed at the card, bare or behind a word of regret, for the figure of its size: sorry, 5130.

    It is asked which where it may be several; None where it can be none of them.
    """
    amount = value_text(_REGRET.sub("", laid_out(text)))
    if draft.step != "card" or not isinstance(read_quantity(amount), Quantity):
        return None
    about = tuple(one.metric for one in held_by(draft, facts) if could_be(amount, one, facts.programme))
    return _change(draft, Correction(new=amount), about, facts) if about else None


_REGRET = compile_later(rf"^(?:(?:{alternatives('correct.regret')})[\s,，、.。…!！]*)+", re.IGNORECASE)


def held_by(draft: Draft, facts: Facts) -> tuple[Held, ...]:
    """Give the figures of a draft in the order they came, those in question and those that wait too."""
    found = {entry.metric: entry.value for entry in draft.entries}
    waiting = [one for one in (open_question(draft), *draft.queue) if one is not None and one.metric and one.text]
    for one in waiting:
        if (metric := facts.programme.metric.get(one.metric)) is not None:
            read = read_figure(one.text, metric)
            found[one.metric] = read.value if isinstance(read, Reading) else None
    return tuple(Held(metric, value) for metric, value in found.items())


def _by_amount(correction: Correction, held: Sequence[Held], facts: Facts) -> Correction:
    """Take the name of a share for its numerator where that is held and a sum stands beside it: 高新改成45.2亿."""
    amount = read_quantity(correction.new or correction.old)
    if not isinstance(amount, Quantity) or not (amount.dimension == "money" or (amount.scaled and not amount.unit)):
        return correction
    are_held = {one.metric for one in held}
    return replace(correction, metrics=reported(correction.metrics, facts, are_held))


def reported(metrics: Sequence[str], facts: Facts, among: Collection[str] | None = None) -> tuple[str, ...]:
    """Take the name of a share for its numerator.

    among: only where that is one of these.
    """
    numerators = {
        one.code: one.numerator for one in facts.programme.derived if among is None or one.numerator in among
    }
    return tuple(dict.fromkeys(numerators.get(code) or code for code in metrics))


def _drop(draft: Draft, correction: Correction, about: tuple[str, ...], facts: Facts) -> Result:
    """Take figures off a draft, where it is clear which."""
    if correction.everything:
        return replace(draft, step="cancelled"), (ev.Cancelled(len(draft.entries)),)
    one_of_several = len(about) > 1 and not correction.metrics
    if one_of_several:
        return go(draft, facts, ev.Refused("drop_which"))
    if not about:
        metric = correction.metrics[0] if correction.metrics else ""
        return go(draft, facts, ev.Refused("not_held" if metric else "no_such_value", metric, correction.old))
    question = open_question(draft)
    asked = (question,) if question is not None and question.metric not in about else ()
    left = replace(
        draft,
        entries=tuple(entry for entry in draft.entries if entry.metric not in about),
        queue=(*asked, *(one for one in older(draft.queue, asked) if one.metric not in about)),
        later=tuple(dict.fromkeys((*draft.later, *about))),
    )
    after, said = drain(left, facts)
    return go(after, facts, ev.TookOff(about), *said)


def _waiting(draft: Draft, besides: str = "") -> tuple[Waiting, ...]:
    """Give what waits in a draft, the figure in question with it, unless that is the one asked about now."""
    question = open_question(draft)
    rest = (question,) if question is not None and question.text and question.metric != besides else ()
    return (*older(draft.queue, rest), *rest)


def _likelier(draft: Draft, about: tuple[str, ...], new: str) -> tuple[str, ...]:
    """Give the figures of a draft of whose size a new one is, where it is far from the one meant by its place alone.

    前一个 may be the first of two as well as the one before.
    """
    read = read_quantity(new)
    held = {one.metric: one.value for one in draft.entries if one.value}
    if len(about) != 1 or not isinstance(read, Quantity) or read.unit is not None or about[0] not in held:
        return ()
    if not read.value or held[about[0]] / FAR < read.value < held[about[0]] * FAR:
        return ()
    return tuple(code for code, value in held.items() if code not in about and value / 2 < read.value < value * 2)


FAR = 10


def _change(draft: Draft, correction: Correction, about: tuple[str, ...], facts: Facts) -> Result:
    """Put the new figure in place of the one meant, or ask which that is or what it should be."""
    if correction.nth == LATEST and not correction.metrics:
        about = (*about, *_likelier(draft, about, correction.new))
    metric = correction.metrics[0] if correction.metrics else about[0] if len(about) == 1 else ""
    if not metric:
        if not about:
            return go(draft, facts, ev.Refused("no_such_value", found=correction.old or correction.new))
        which = Waiting("", correction.new, about, phrase=correction.new)
        return go(replace(draft, step="which", queue=(which, *_waiting(draft)), pending=None), facts)
    if not correction.new:
        return go(ask(replace(draft, queue=_waiting(draft, metric)), metric), facts)
    after, said = take(draft, [Waiting(metric, correction.new, phrase=correction.new)], facts)
    return after, said if correction.metrics else (ev.Meant(metric), *said)
