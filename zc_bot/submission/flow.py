"""The reporting dialogue: `start` begins one, `step` takes a reply. Pure: a draft in, a draft and events out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from zc_bot.parsing.conversion import Ambiguous, Reading, read_figure
from zc_bot.parsing.corrections import corrects, read_correction, was_amiss_before
from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.names import named_whole
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.periods import find_years
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.refusals import Rejection
from zc_bot.parsing.speech import asks, asks_what_is_wanted
from zc_bot.parsing.words import read_word
from zc_bot.policy.hidden import visible_line
from zc_bot.submission import events as ev
from zc_bot.submission.asking import Result, go
from zc_bot.submission.beside import answer_with_words
from zc_bot.submission.corrected import correct
from zc_bot.submission.draft import Draft, Waiting, typed_again
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import drain, older, open_question, take
from zc_bot.submission.line import SAYS_LITTLE
from zc_bot.submission.parting import Part, by_place, elsewhere_alone, is_recorded
from zc_bot.submission.reading import read
from zc_bot.submission.reasons import LONGEST_REASON, Answered, read_reason
from zc_bot.submission.relative import counts_on, is_relative
from zc_bot.submission.replies import Command, Reply, Tap, Typed, command
from zc_bot.submission.taps import tap
from zc_bot.submission.understanding import Named, answered, arrive, named, place

YEAR_TEXT = 20
"""A text that only names a year is no longer."""
SHOWN = 30
"""Characters of a text that are said back."""
_BETWEEN = re.compile(r"[,，;；。\n](?![0-9])")
_THESE = re.compile("[这那](?:[一二两三四五六七八九十几0-9]*[个项条]|些)?")
_NOTES = re.compile(alternatives("report.notes_it"))
_LEAVES = re.compile(alternatives("report.leaves_it"))
_AT: dict[str, frozenset[Command]] = {
    "value": frozenset({"back", "cancel", "finish", "menu", "list", "later", "same"}),
    "standing": frozenset({"back", "cancel", "finish", "menu", "list", "walk", "same"}),
    "card": frozenset({"back", "cancel", "finish", "menu", "list", "walk", "confirm"}),
    "reading": frozenset({"back", "cancel", "retype"}),
    "which": frozenset({"back", "cancel"}),
    "reason": frozenset({"back", "cancel", "retype", "later", "same"}),
    "beside": frozenset({"back", "cancel", "menu", "list"}),
}
_AT_OTHER_STEPS: frozenset[Command] = frozenset({"back", "cancel", "finish", "menu", "list", "walk", "same"})


def start(
    facts: Facts, community: str | None = None, year: int | None = None, metric: str | None = None, line: str = ""
) -> Result:
    """Begin a report, at a given place if there is one, or with everything that a typed line says."""
    if not facts.communities or not facts.years:
        code = "no_communities" if not facts.communities else "no_years"
        return Draft(version=1, step="cancelled"), (ev.Refused(code),)
    if community is not None and community not in facts.communities:
        return Draft(version=1, step="cancelled"), (ev.Refused("scope"),)
    draft = Draft(version=1, community=community, year=year if year in facts.years else None)
    if metric in facts.programme.metric:
        draft = replace(draft, queue=(Waiting(metric or "", ""),))
    if line:
        found = _named(draft, line, facts)
        if found is not None:
            return _begun(found)
    return _begun(arrive(draft, facts))


def _begun(result: Result) -> Result:
    """Note which figures a report began with."""
    draft, said = result
    return replace(draft, latest=tuple(entry.metric for entry in draft.entries)).typed_after(Draft()), said


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


def gave_reason(said: tuple[ev.Event, ...], text: str) -> bool:
    """Tell whether a text was taken as the reason of a figure."""
    reason = visible_line(text)
    noted = (one.entry for one in said if isinstance(one, ev.Noted))
    return any(entry.reason == reason for entry in noted)


def _typed(draft: Draft, reply: Typed, facts: Facts) -> Result:
    """Read a text as, in this order: a command word, a correction, something named, an answer."""
    text = reply.text
    says_year = draft.year_assumed or (draft.year is not None and corrects(text) and bool(find_years(laid_out(text))))
    if says_year and (year := _only_a_year(draft, text, facts)) is not None:
        return _in_year(draft, year, facts)
    word, correction = command(text), read_correction(text, facts.lexicon)
    if word in {None, "retype"} and (result := correct(draft, correction, facts)) is not None:
        return result
    if word is None and correction is not None and correction.drops:
        word = "retype" if draft.step == "reading" else "later"
    if correction is None and (result := _clause_by_clause(draft, text, facts)) is not None:
        return result
    if draft.step == "reason" and (result := _at_reason(draft, text, facts)) is not None:
        return result
    if word == "finish" and draft.step == "card":
        word = "confirm"
    if word == "go_on":
        return go(draft, facts)
    if word in _AT.get(draft.step, _AT_OTHER_STEPS):
        return tap(draft, _tap_for(word), facts)
    if draft.step == "value" and draft.metric and asks_what_is_wanted(text):
        return go(draft, facts, ev.Explained(draft.metric))
    if asks(text):
        return go(draft, facts, ev.Reprompt(draft.step))
    if (said := _instead(text, facts)) and (target := _corrected(draft)) is not None:
        return _named(draft, said, facts) or take(draft, [_typed_figure(target, said)], facts)
    if draft.step == "beside" and (all_the_same := _all_the_same(text)) is not None:
        return tap(draft, Tap("beside", all_the_same), facts)
    if draft.step == "reading":
        return _answer(draft, text, facts)
    if draft.step == "which" and (picked := _picked(draft, text, facts)) is not None:
        return picked
    if draft.step == "value" and draft.metric and (answer := _whole_answer(draft, draft.metric, text, facts)):
        return take(draft, answer, facts) if answer[0].text else _value(draft, draft.metric, text, facts)
    if (result := _named(draft, text, facts)) is not None:
        return result
    retyped = draft.step == "beside" and isinstance(read_quantity(value_text(text)), Quantity)
    if draft.metric and (draft.step == "value" or retyped):
        return _value(draft, draft.metric, text, facts)
    return go(draft, facts, ev.Reprompt(draft.step))


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
    clauses = [clause for clause in _BETWEEN.split(text) if clause.strip()]
    found = [read_correction(clause, facts.lexicon) for clause in clauses]
    if len(clauses) < 2 or not draft.holds_figures or asks(text):
        return None
    if not any(one is not None and (one.drops or one.swaps) for one in found):
        return None
    for clause, one in zip(clauses, found, strict=True):
        if not (one.metrics if one is not None else _clear_figures(clause, facts)):
            return None
    given = {one.metric for clause in clauses for one in _clear_figures(clause, facts)}
    clauses = [
        clause for clause, one in zip(clauses, found, strict=True)
        if one is None or not one.swaps or not given.issuperset(one.metrics)
    ]
    said: list[ev.Event] = []
    for clause in clauses:
        draft, spoken = _typed(draft, Typed(clause), facts)
        said += spoken if clause is clauses[-1] else _without_questions(spoken)
    return draft, tuple(said)


def _without_questions(said: Sequence[ev.Event]) -> list[ev.Event]:
    """Leave out what is asked for next, where more is to be carried out before."""
    return [one for one in said if isinstance(one, ev.Refused | ev.Noted | ev.TookOff | ev.Meant)]


def _only_a_year(draft: Draft, text: str, facts: Facts) -> int | None:
    """Give the year that a text names and nothing else: 2024年的, 不是，是2024年."""
    found = named(text, facts)
    left = [piece for piece in found.leftover if _THESE.fullmatch(piece) is None]
    names_one = len(found.years) == 1 and not (found.figures or found.communities or left)
    return found.years[0] if names_one and draft.community is not None and len(text) <= YEAR_TEXT else None


def _in_year(draft: Draft, year: int, facts: Facts) -> Result:
    """Take everything that was typed as of another year than the one that was assumed."""
    if year == draft.year:
        return go(replace(draft, year_assumed=False), facts)
    if year not in facts.years:
        return go(draft, facts, ev.Refused("year_closed", found=str(year)))
    question = open_question(draft)
    again = [typed_again(entry) for entry in draft.entries]
    if question is not None and question.text and all(one.metric != question.metric for one in again):
        again.append(question)
    fresh = Draft(
        version=draft.version, community=draft.community, year=year, mode=draft.mode, then=draft.then,
        files=draft.files,
    )
    return arrive(replace(fresh, queue=(*again, *older(draft.queue, again))), facts)


def _value(draft: Draft, metric: str, text: str, facts: Facts) -> Result:
    """Take the answer to the question for a figure: the figure alone, or with words around it."""
    alone = _typed_figure(metric, text)
    outcome = read(alone.text, facts.programme.metric[metric], draft, facts)
    if not isinstance(outcome, Rejection):
        return take(draft, [alone], facts)
    around = answered(text, metric, facts)
    if around is None or (not around.text and not around.fault):
        return take(draft, [alone], facts)
    inner = read(around.text, facts.programme.metric[metric], draft, facts) if around.text else outcome
    says_more = isinstance(inner, Rejection) and outcome.code not in SAYS_LITTLE
    return take(draft, [alone if says_more else around], facts)


def _whole_answer(draft: Draft, metric: str, text: str, facts: Facts) -> tuple[Waiting, ...]:
    """Read an answer that is more than a figure: one said by last year's, with words or with others behind it."""
    if is_relative(text):
        return (Waiting(metric, ""),)
    beside = _with_words(draft, metric, text, facts)
    return (beside,) if beside is not None else _answer_and_more(metric, text, facts)


def _with_words(draft: Draft, metric: str, text: str, facts: Facts) -> Waiting | None:
    """Read an answer with words beside it, in which other places and years may be named; None where it is clear."""
    found = named(text, facts)
    if any(one.text and one.metric != metric for one in found.figures):
        return None
    around = answered(text, metric, facts)
    clear = around is not None and around.text and not around.fault
    if clear and around is not None:
        outcome = read(around.text, facts.programme.metric[metric], draft, facts)
        if not isinstance(outcome, Rejection) or outcome.code not in SAYS_LITTLE:
            return None
    return answer_with_words(facts.programme.metric[metric], text, draft, facts)


def _answer_and_more(metric: str, text: str, facts: Facts) -> tuple[Waiting, ...]:
    """Read the answer to a question with other figures behind it: 46.2亿，总产值70.8亿; () for any other text."""
    first = _BETWEEN.split(text)[0].strip()
    if first == text.strip() or not isinstance(read_quantity(value_text(first)), Quantity):
        return ()
    found = named(f"{facts.programme.measure[metric].short.zh}：{text}", facts)
    clear = all(one.text and not one.fault for one in found.figures)
    if found.leftover or found.communities or found.years or not clear or len(found.figures) < 2:
        return ()
    return found.figures if found.figures[0].metric == metric else ()


def _instead(text: str, facts: Facts) -> str:
    """Give the figure that a correction without a name says instead, '' where none is: 不对 是128 gives 128."""
    correction = read_correction(text, facts.lexicon)
    return "" if correction is None or correction.drops or correction.metrics else correction.new


def _typed_figure(metric: str, text: str) -> Waiting:
    value = text.strip() if read_word(text) is not None else value_text(text)
    return Waiting(metric, value, phrase=text.strip())


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


def _named(draft: Draft, text: str, facts: Facts, cut: bool = True) -> Result | None:
    """Take what a text names; None where it names nothing, or nothing that helps here.

    cut: it may speak of several places; what was cut out already speaks of one.
    """
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
        return arrive(placed, facts, *said)
    if said and draft.step == "value" and not (found.figures or found.communities):
        return None
    if said and not draft.holds_figures and elsewhere(draft, found, facts):
        return start(facts, line=text)
    if said:
        return go(draft, facts, *said)
    said = (*(ev.Refused("leftover", found=piece) for piece in found.leftover), *_beside(found.told))
    waiting = replace(placed, queue=(*found.figures, *older(placed.queue, found.figures)))
    if placed.step == "which" and placed.community is None:
        return go(waiting, facts, *said)
    if draft.community is None or draft.year is None:
        return arrive(waiting, facts, *said)
    if not found.figures:
        return None
    after, spoken = take(placed, found.figures, facts)
    return after, (*said, *spoken)


def _of_several(draft: Draft, parts: Sequence[Part], facts: Facts) -> Result | None:
    """Take what is said of the draft's own place and keep the rest for after it; without a place it is asked.

    What stands already is only said: last year's figures told beside this year's.
    """
    known = [one for one in parts if is_recorded(one, facts)]
    outside = [one for one in parts if one.outside and one not in known]
    fresh = [one for one in parts if one not in known and one not in outside]
    said = (
        *(ev.Refused("recorded", found=one.later.text) for one in known),
        *dict.fromkeys(
            ev.Refused("scope") if one.later.community not in facts.communities
            else ev.Refused("year_closed", found=str(one.later.year))
            for one in outside
        ),
    )
    settled = draft.community is not None and draft.year is not None
    if len(fresh) == 1 and not settled:
        return _with(said, _named(draft, fresh[0].later.text, facts, cut=False))
    if not settled:
        held = tuple(ev.HeldForLater(*one.place, one.found.figures, after=False) for one in fresh)
        return arrive(replace(draft, then=tuple(one.later for one in fresh)), facts, *said, *held)
    own = next((one for one in fresh if one.place == (draft.community, draft.year)), None)
    others = [one for one in fresh if one is not own]
    if own is None and not draft.holds_figures and others:
        return _of_several(replace(draft, community=None, year=None), parts, facts)
    if own is None:
        return _kept_for_later(draft, others, facts, *said)
    result = _named(draft, own.later.text, facts, cut=False)
    if result is None:
        return None
    kept, held_said = _kept_for_later(result[0], others, facts, *said)
    return kept, (*held_said[: len(said) + len(others)], *result[1])


def _with(said: tuple[ev.Event, ...], result: Result | None) -> Result | None:
    return None if result is None else (result[0], (*said, *result[1]))


def _kept_for_later(draft: Draft, parts: Sequence[Part], facts: Facts, *said: ev.Event) -> Result:
    """Keep reports of other places for after this one."""
    held = tuple(ev.HeldForLater(*one.place, one.found.figures) for one in parts)
    return go(replace(draft, then=(*draft.then, *(one.later for one in parts))), facts, *said, *held)


def _beside(told: tuple[str, ...]) -> tuple[ev.Refused, ...]:
    """Name the numbers that a text tells beside its figures, which were not taken."""
    return (ev.Refused("beside", found="、".join(told)),) if told else ()


def elsewhere(draft: Draft, found: Named, facts: Facts) -> bool:
    """Tell whether a text is about another place or year than the draft is, and one that may be reported for."""
    own = {code for codes in found.communities for code in codes if code in facts.communities}
    other_place = bool(own) and draft.community is not None and draft.community not in own
    other_year = draft.year is not None and any(year != draft.year and year in facts.years for year in found.years)
    return other_place or other_year


def _picked(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Read a full name typed where several were offered, or yes or no to the only one."""
    if len(draft.options) == 1 and (said := read_word(text)) in {"yes", "no"}:
        if said == "no" and len(facts.communities) > 1:
            return arrive(draft, facts)
        return tap(draft, Tap("community", draft.options[0]) if said == "yes" else Tap("back"), facts)
    kind: Literal["community", "metric"] = "community" if draft.options else "metric"
    offered = draft.options or (draft.queue[0].options if draft.queue else ())
    codes = [code for code in named_whole(text, kind, facts.lexicon) if code in offered]
    return tap(draft, Tap(kind, codes[0]), facts) if len(codes) == 1 else None


def _answer(draft: Draft, text: str, facts: Facts) -> Result:
    """Take a typed answer to "which was meant"; figures typed instead are taken as figures."""
    if len(draft.readings) == 1 and command(text) == "confirm":
        return tap(draft, Tap("reading", "0"), facts)
    if (chosen := _by_unit(draft, text, facts)) is not None:
        return tap(draft, Tap("reading", str(chosen)), facts)
    if figures := _clear_figures(text, facts):
        placed, said = place(draft, named(text, facts), facts)
        return go(draft, facts, *said) if said else take(placed, figures, facts)
    return _value(draft, draft.metric or "", text, facts)


def _by_unit(draft: Draft, text: str, facts: Facts) -> int | None:
    """Find the sense that a bare unit chooses: 亿, 万元, 是平方公里."""
    unit = value_text(text)
    if not unit or has_digit(unit) or not draft.readings:
        return None
    metric = facts.programme.metric[draft.metric or ""]
    whole = read_figure(f"{draft.readings[0].typed}{unit}", metric)
    values = [reading.value for reading in draft.readings]
    return values.index(whole.value) if isinstance(whole, Reading) and whole.value in values else None


def _at_reason(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Take what is typed where a reason is asked for; None for a command that has its own meaning there."""
    answered = read_reason(text, facts)
    if answered.kind == "withdrawal":
        return tap(draft, Tap("skip", "later"), facts)
    if command(text) in _AT["reason"]:
        return None
    if answered.kind == "retype":
        return tap(draft, Tap("retype"), facts)
    if answered.kind == "reason" and (moved := _by_last(draft, text, facts)) is not None:
        return moved
    if answered.kind == "reason" and was_amiss_before(text) and _of_another_year(draft, text, facts):
        return _give_reason(draft, text, answered, facts)
    if figures := _clear_figures(text, facts):
        placed, said = place(draft, named(text, facts), facts)
        return go(draft, facts, *said) if said else take(placed, figures, facts)
    if said_instead := _instead(text, facts):
        return take(draft, [_typed_figure(draft.metric or "", said_instead)], facts)
    found = named(text, facts)
    if answered.kind == "empty" and any(one.text or one.fault for one in found.figures):
        return take(draft, found.figures, facts)
    if answered.kind == "figure":
        return take(draft, [Waiting(draft.metric or "", answered.figure, phrase=text.strip())], facts)
    if found.communities and elsewhere(draft, found, facts):
        return go(draft, facts, *place(draft, found, facts)[1])
    told = [one for one in found.figures if one.metric != draft.metric and _says_value(one, facts)]
    if answered.kind == "reason" and sum(one.fault != "stray_word" for one in told) > 1:
        said = tuple(ev.Refused("leftover", found=piece) for piece in found.leftover)
        after, spoken = take(draft, found.figures, facts)
        return after, (*said, *spoken)
    after, said = _give_reason(draft, text, answered, facts)
    beside = told if answered.kind == "reason" else []
    return after, (*(ev.Refused("in_reason", one.metric, one.text) for one in beside), *said)


def _by_last(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Take figures that are said by last year's or by the card's, where a reason is asked for: 孵化器再加1个.

    None for what is none, and for what says how the figure in question came about: 孵化器新增1个, of 4 instead of 3.
    """
    found = named(text, facts)
    clear = all(one.metric and not one.fault and is_relative(one.text) for one in found.figures)
    if draft.pending is None or not found.figures or not clear or found.leftover:
        return None
    first = found.figures[0]
    if len(found.figures) > 1 or first.metric != draft.metric:
        return take(draft, found.figures, facts)
    outcome = read(first.text, facts.programme.metric[first.metric], draft, facts)
    if not isinstance(outcome, Ambiguous):
        return take(draft, found.figures, facts)
    if draft.pending.value in {one.value for one in outcome.readings} and not counts_on(first.text):
        return None
    return go(
        replace(draft, step="reading", readings=outcome.readings, why=outcome.why, phrase=first.phrase, pending=None),
        facts,
    )


def _of_another_year(draft: Draft, text: str, facts: Facts) -> bool:
    """Tell whether a text speaks of another year than the draft's, as 去年 beside its figure does."""
    years = find_years(laid_out(text), facts.today)
    return all(one.year != draft.year or one.back for one in years)


def _says_value(item: Waiting, facts: Facts) -> bool:
    """Tell whether a reported metric stands with an amount or a word that answers it: 高新产值38亿, 商务商贸有."""
    if item.metric not in facts.programme.metric or item.metric in facts.programme.derivation:
        return False
    if read_word(item.text) is not None:
        return item.fault in {"", "stray_yesno"}
    return item.fault in {"", "stray_word"} and isinstance(read_quantity(item.text), Quantity)


def _clear_figures(text: str, facts: Facts) -> tuple[Waiting, ...]:
    """Give the figures that a text names with their metrics, if that is all it says."""
    found = named(text, facts)
    clear = all(
        item.text and not item.fault and isinstance(read_quantity(item.text), Quantity) for item in found.figures
    )
    return found.figures if clear and not found.leftover else ()


def _give_reason(draft: Draft, text: str, answered: Answered, facts: Facts) -> Result:
    """Keep the reason that was asked for; whatever gives none is refused, and the question stays."""
    reason = visible_line(text)
    if answered.kind != "reason" or draft.pending is None:
        shown = reason[:SHOWN] + ("…" if len(reason) > SHOWN else "")
        code = f"no_reason_{answered.kind}"
        return go(draft, facts, ev.Refused(code, found=shown, expected=str(LONGEST_REASON)))
    entry = replace(draft.pending, reason=reason)
    after, said = drain(draft.with_entry(entry), facts)
    return go(after, facts, ev.Noted(entry), *said)
