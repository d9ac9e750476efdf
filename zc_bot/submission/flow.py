"""The reporting dialogue: `step` takes a reply, `start` begins one. Pure: a draft in, a draft and events out."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from zc_bot.parsing.corrections import Correction, read_correction
from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.speech import asks, asks_what_counts, asks_what_is_wanted, asks_why, asks_why_reason
from zc_bot.parsing.words import read_word
from zc_bot.submission import events as ev
from zc_bot.submission.answers import (
    BETWEEN,
    choose_reading,
    clear_figures,
    picked,
    said_instead,
    take_value,
    typed_figure,
    whole_answer,
)
from zc_bot.submission.as_last_year import without_rest
from zc_bot.submission.asking import Result, go, open_metrics
from zc_bot.submission.at_reason import AT_REASON, at_reason, gave_reason, put_off_for
from zc_bot.submission.beginning import beside, elsewhere, start, take_named, with_the_rest, without_questions
from zc_bot.submission.between import STEPS, between, comes_soon, puts_off, says_nothing, waits_shortly
from zc_bot.submission.corrected import correct, typed_anew
from zc_bot.submission.draft import Draft
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import take
from zc_bot.submission.moving import moved
from zc_bot.submission.placed_anew import of_another_place
from zc_bot.submission.reasons import read_reason
from zc_bot.submission.replies import Command, Reply, Tap, Typed, command
from zc_bot.submission.settling import settled, without_denial
from zc_bot.submission.taps import tap
from zc_bot.submission.understanding import named

_QUOTE = compile_later(r"^「[^」]*」[ \t]*\n(?:[ \t]*(?:[-—][ \t]*){3,}\n)?")
"""What a message quotes and answers."""
_NOTES = compile_later(alternatives("report.notes_it"))
_MISSING = compile_later(alternatives("report.still_missing"))
_LEAVES = compile_later(alternatives("report.leaves_it"))
_AT: dict[str, frozenset[Command]] = {
    "value": frozenset({"back", "cancel", "finish", "menu", "list", "later", "same"}),
    "standing": frozenset({"back", "cancel", "finish", "menu", "list", "walk", "same"}),
    "card": frozenset({"back", "cancel", "finish", "menu", "list", "walk", "confirm"}),
    "reading": frozenset({"back", "cancel", "retype"}),
    "which": frozenset({"back", "cancel"}),
    "reason": AT_REASON,
    "beside": frozenset({"back", "cancel", "menu", "list"}),
}
_AT_OTHER_STEPS: frozenset[Command] = frozenset({"back", "cancel", "finish", "menu", "list", "walk", "same"})
__all__ = ["elsewhere", "gave_reason", "start", "step", "took"]


def step(draft: Draft, reply: Reply, facts: Facts) -> Result:
    """Take one reply. A draft that changes gets the next version; one that doesn't is returned as it is."""
    if not draft.is_open:
        return draft, (ev.Refused("closed"),)
    after, said = tap(draft, reply, facts) if isinstance(reply, Tap) else _typed(draft, reply, facts)
    before = {entry.metric: entry for entry in draft.entries}
    fresh = tuple(entry.metric for entry in after.entries if before.get(entry.metric) != entry)
    aside = () if fresh and after.aside == draft.aside else after.aside
    after = replace(after, latest=fresh or draft.latest, aside=aside)
    return (draft if after == draft else replace(after, version=draft.version + 1).typed_after(draft)), said


def took(said: tuple[ev.Event, ...]) -> bool:
    """Tell whether a step took what was typed as a reply, be it one whose words it names as not understood."""
    first = said[0] if said else None
    return not isinstance(first, ev.Refused | ev.Reprompt) or (
        isinstance(first, ev.Refused) and first.code in {
            "stray_word", "stray_number", "part_of_year", "said_twice", "beside", "recorded",
        }
    )


def _typed(draft: Draft, reply: Typed, facts: Facts) -> Result:
    """Read a text as, in this order: a command word, a correction, something named, an answer."""
    text = _QUOTE.sub("", reply.text) or reply.text
    if (result := of_another_place(draft, text, facts)) is not None:
        return result
    if not asks(text):
        for way in (settled, moved, put_off_for):
            if (result := way(draft, text, facts)) is not None:
                return result
    word, correction = _command(draft, text, facts), _correction(draft, text, facts)
    if word in {None, "retype"} and (result := correct(draft, correction, facts)) is not None:
        return result
    says_rest = word is None and correction is None and draft.step not in {"reason", "reading"} and not asks(text)
    if says_rest and (left := without_rest(text)) is not None:
        return with_the_rest(step(draft, Typed(left), facts) if left else go(draft, facts), facts)
    if word is None and correction is not None and correction.drops:
        word = "retype" if draft.step == "reading" else "later"
    if correction is None and (result := _clause_by_clause(draft, text, facts)) is not None:
        return result
    taken = _at_a_reason(draft, text, facts) or _commanded(draft, word, facts) or _asked(draft, text, facts)
    return taken or _answered(draft, text, facts)


def _command(draft: Draft, text: str, facts: Facts) -> Command | None:
    """Read a command word; where yes or no is asked for, 暂时没有 says no and puts nothing off."""
    metric = facts.programme.metric.get(draft.metric or "") if draft.step == "value" else None
    answers = metric is not None and metric.kind == "yesno" and read_word(text) in {"no", "none"}
    return None if answers else command(text)


def _correction(draft: Draft, text: str, facts: Facts) -> Correction | None:
    """Read a correction; 从业人员更正 says why the figure in question changes, and never drops it."""
    found = read_correction(text, facts.lexicon)
    opens = draft.step == "reason" and found is not None and found.opens(draft.metric)
    return None if opens and read_reason(text, facts).kind == "reason" else found


def _at_a_reason(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Take what asks why a reason is wanted, puts it off, or gives it."""
    if (draft.step == "reason" and asks_why(text)) or (asks_why_reason(text) and not named(text, facts)):
        return go(draft, facts, ev.WhyReason())
    waits = comes_soon(text) or (waits_shortly(text) and read_reason(text, facts).kind == "reason")
    if draft.step in {"reason", "reading"} and waits:
        return go(draft, facts, ev.Waits())
    return at_reason(draft, text, facts) if draft.step == "reason" else None


def _commanded(draft: Draft, word: Command | None, facts: Facts) -> Result | None:
    """Do what a word of command says where it can be said."""
    if word == "finish" and draft.step == "card":
        word = "confirm"
    if word == "go_on":
        return go(draft, facts)
    return tap(draft, _tap_for(word), facts) if word in _AT.get(draft.step, _AT_OTHER_STEPS) else None


def _asked(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Answer what is asked of the dialogue itself: what is wanted, what is still missing."""
    if draft.step == "value" and draft.metric and (asks_what_is_wanted(text) or asks_what_counts(text)):
        return go(draft, facts, ev.Explained(draft.metric))
    if draft.community and draft.year and asks(text) and _MISSING.search(laid_out(text)) is not None:
        return go(draft, facts, ev.StillMissing(open_metrics(draft, facts)))
    return go(draft, facts, ev.Reprompt(draft.step, asked=draft.step in STEPS)) if asks(text) else None


def _answered(draft: Draft, text: str, facts: Facts) -> Result:
    """Take an answer to what the step asks, or a figure that is named."""
    if draft.step in {"value", "reading"} and says_nothing(text, draft, facts):
        return go(draft, facts)
    if draft.step == "value" and (off := puts_off(text)) is not None:
        return tap(draft, Tap("skip", "later"), facts) if off == "unknown" else go(draft, facts, ev.Waits())
    if (said := said_instead(text, facts)) and (target := _corrected(draft)) is not None:
        return take_named(draft, said, facts) or take(draft, [typed_figure(target, said)], facts)
    if (anew := typed_anew(draft, text, facts)) is not None:
        return anew
    if draft.step == "beside" and (all_the_same := _all_the_same(text)) is not None:
        return tap(draft, Tap("beside", all_the_same), facts)
    if draft.step == "reading":
        return choose_reading(draft, without_denial(text), facts)
    if draft.step == "which" and (chosen := picked(draft, text, facts)) is not None:
        return chosen
    if draft.step == "value" and draft.metric and (answer := whole_answer(draft, draft.metric, text, facts)):
        taken = take(draft, answer, facts) if answer[0].text else take_value(draft, draft.metric, text, facts)
        return _with_told(taken, draft.metric, text, facts)
    if (result := take_named(draft, text, facts)) is not None:
        return result
    retyped = draft.step == "beside" and isinstance(read_quantity(value_text(text)), Quantity)
    if draft.metric and (draft.step == "value" or retyped):
        return _with_told(take_value(draft, draft.metric, text, facts), draft.metric, text, facts)
    return between(draft, text, facts) or go(draft, facts, ev.Reprompt(draft.step))


def _with_told(result: Result, metric: str, text: str, facts: Facts) -> Result:
    """Name the numbers that an answer tells beside its figure, where it was taken: 6350人，其中外地来的1200."""
    draft, said = result
    told = named(f"{facts.programme.measure[metric].short.zh}：{text}", facts).told
    was_taken = draft.entry(metric) is not None or (draft.pending is not None and draft.pending.metric == metric)
    return (draft, (*beside(tuple(one for one in told if has_digit(one))), *said)) if was_taken else result


def _all_the_same(text: str) -> Literal["yes", "no"] | None:
    """Read the answer to whether figures are to be noted all the same."""
    word = read_word(text)
    if word in {"yes", "no"}:
        return "yes" if word == "yes" else "no"
    said = text.strip(" 。.!！").lower()
    if command(text) in {"confirm", "finish"} or any(map(_NOTES.fullmatch, (said, value_text(said)))):
        return "yes"
    return "no" if command(text) == "retype" or _LEAVES.fullmatch(text.strip().lower()) is not None else None


def _clause_by_clause(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Carry out a text that takes figures off and gives others, a clause each: 初创去掉，从业人员改为5320.

    That two are each other's is only said where what they are is given too.

    None for any other text: each clause must name its figures and say nothing else.
    """
    clauses = [clause for clause in BETWEEN.split(text) if clause.strip()]
    found = [read_correction(clause, facts.lexicon) for clause in clauses]
    if (several := _by_their_values(text, facts)) is not None:
        clauses, found = several
    if len(clauses) < 2 or not draft.holds_figures or asks(text):
        return None
    if not any(one is not None and (one.drops or one.swaps or one.old) for one in found):
        return None
    for clause, one in zip(clauses, found, strict=True):
        if not (one.metrics or one.old if one is not None else clear_figures(clause, facts)):
            return None
    given = {one.metric for clause in clauses for one in clear_figures(clause, facts)}
    clauses = [
        clause for clause, one in zip(clauses, found, strict=True)
        if one is None or not one.swaps or not given.issuperset(one.metrics)
    ]
    said: list[ev.Event] = []
    for clause in clauses:
        draft, spoken = _typed(draft, Typed(clause), facts)
        said += spoken if clause is clauses[-1] else without_questions(spoken)
    return draft, tuple(said)


def _by_their_values(text: str, facts: Facts) -> tuple[list[str], list[Correction | None]] | None:
    """Part a text of which every piece says what a figure is to be instead: 48.2亿改为48.6亿、75亿改为76亿."""
    pieces = [one for one in _LISTED.split(text) if one.strip()]
    found = [read_correction(one, facts.lexicon) for one in pieces]
    by_value = len(pieces) > 1 and all(one is not None and one.old and one.new for one in found)
    return (pieces, found) if by_value else None


_LISTED = compile_later(r"[、,，;；。\n]+|(?<=[\u4e00-\u9fff])[和及](?=[0-9])")


def _tap_for(word: Command | None) -> Tap:
    if word == "later":
        return Tap("skip", "later")
    return Tap("menu" if word is None or word == "go_on" else word)


def _corrected(draft: Draft) -> str | None:
    """Give the metric that 不对 is about: the one in question, else the last one taken."""
    if draft.step in {"reading", "reason"}:
        return draft.metric
    if draft.entries:
        return draft.entries[-1].metric
    return draft.metric if draft.step == "value" else None
