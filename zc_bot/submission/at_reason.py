"""What is typed where a reason is asked for: a reason, or something that is not one."""

from __future__ import annotations

import re
from dataclasses import replace

from zc_bot.parsing.conversion import Ambiguous
from zc_bot.parsing.corrections import was_amiss_before
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.language import alternatives, phrases
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import find_years
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.words import read_word
from zc_bot.policy.hidden import visible_line
from zc_bot.submission import events as ev
from zc_bot.submission.answers import BETWEEN, clear_figures, said_instead, typed_figure
from zc_bot.submission.arriving import place
from zc_bot.submission.asking import Result, go
from zc_bot.submission.beginning import elsewhere
from zc_bot.submission.draft import Draft, Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import drain, take
from zc_bot.submission.leftover import left_over
from zc_bot.submission.reading import read
from zc_bot.submission.reasons import LONGEST_REASON, Answered, read_reason
from zc_bot.submission.relative import counts_on, is_relative
from zc_bot.submission.replies import Command, Tap, command
from zc_bot.submission.taps import tap
from zc_bot.submission.understanding import named

SHOWN = 30
"""Characters of a text that are said back."""
AT_REASON: frozenset[Command] = frozenset({"back", "cancel", "retype", "later", "same"})
"""Command words that keep their meaning where a reason is asked for."""


def gave_reason(said: tuple[ev.Event, ...], text: str) -> bool:
    """Tell whether a text was taken as the reason of a figure."""
    reason = visible_line(text)
    noted = (one.entry for one in said if isinstance(one, ev.Noted))
    return any(entry.reason == reason for entry in noted)


def at_reason(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Take what is typed where a reason is asked for; None for a command that has its own meaning there."""
    answered = read_reason(text, facts)
    if answered.kind == "withdrawal":
        return tap(draft, Tap("skip", "later"), facts)
    if command(text) in AT_REASON:
        return None
    if answered.kind == "retype":
        return tap(draft, Tap("retype"), facts)
    if answered.kind == "reason" and (moved := _by_last(draft, text, facts)) is not None:
        return moved
    if answered.kind == "reason" and was_amiss_before(text) and _of_another_year(draft, text, facts):
        return _give_reason(draft, text, answered, facts)
    if figures := clear_figures(text, facts):
        placed, said = place(draft, named(text, facts), facts)
        return go(draft, facts, *said) if said else take(placed, figures, facts)
    if figure := said_instead(text, facts):
        return take(draft, [typed_figure(draft.metric or "", figure)], facts)
    found = named(text, facts)
    if answered.kind == "empty" and any(one.text or one.fault for one in found.figures):
        return take(draft, found.figures, facts)
    if answered.kind == "figure":
        return take(draft, [Waiting(draft.metric or "", answered.figure, phrase=text.strip())], facts)
    if found.communities and elsewhere(draft, found, facts):
        return go(draft, facts, *place(draft, found, facts)[1])
    if answered.kind == "reason" and (other := _as_before(draft, text, facts)) is not None:
        return go(draft, facts, ev.Refused("in_reason", other, text.strip()[:SHOWN]))
    if answered.kind == "reason" and (before := _reason_before(draft, text, facts)) is not None:
        return _give_reason(draft, before or text, answered if before else Answered("empty"), facts)
    told = [one for one in found.figures if one.metric != draft.metric and _says_value(one, facts)]
    if answered.kind == "reason" and sum(one.fault != "stray_word" for one in told) > 1:
        said = left_over(found.leftover, facts)
        after, spoken = take(draft, found.figures, facts)
        return after, (*said, *spoken)
    after, said = _give_reason(draft, text, answered, facts)
    beside = told if answered.kind == "reason" else []
    return after, (*(ev.Refused("in_reason", one.metric, one.text) for one in beside), *said)


def put_off_for(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Put the figure in question off, and take what is given instead: 先放着，孵化器3; None for any other text."""
    first, *rest = BETWEEN.split(text, maxsplit=1)
    if draft.step not in {"value", "reading", "reason"} or not rest:
        return None
    if command(first) != "later" and (draft.step != "reason" or read_reason(first, facts).kind != "withdrawal"):
        return None
    instead = clear_figures(_FIRST.sub("", rest[0].strip()), facts)
    return take(tap(draft, Tap("skip", "later"), facts)[0], instead, facts) if instead else None


_FIRST = compile_later("^(?:那就?|就|我|先|再|改?(?:填|报|说))+")
"""Says that another figure comes instead: 先填从业人员5310."""


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


def _as_before(draft: Draft, text: str, facts: Facts) -> str | None:
    """Name the other metric of which all of a text says that it is as one before, and so no reason: 加速器同上."""
    said = read_laid(text, facts.lexicon)
    others = [code for code in said.measures if code in facts.programme.metric and code != draft.metric]
    rest = said.without_names("").strip(" ，,。.!！:：").lower()
    if draft.metric in said.measures or (match := _AS_BEFORE.search(rest)) is None:
        return None
    if match.start() and not others:  # 载体同前: part of a name is enough where nothing else is said.
        others = [one.code for one in facts.programme.metrics if rest[: match.start()] in one.name.zh]
        return others[0] if others and draft.metric not in others else None
    return others[0] if others and not match.start() else None


def _reason_before(draft: Draft, text: str, facts: Facts) -> str | None:
    """Give the reason of the figure before where all of a text says that it is the same, '' where none was given."""
    said = read_laid(text, facts.lexicon).without_names("").strip(" ，,。.!！:：的").lower()
    match = _AS_BEFORE.search(said)
    if match is None or said[: match.start()] not in {"", *phrases("report.of_reason")}:
        return None
    return next((one.reason for one in reversed(draft.entries) if one.reason), "")


_AS_BEFORE = compile_later(
    rf"(?:也|都|是|均|be|is|are|\s)*(?:{alternatives('report.as_before')})[了吧啊]?$", re.IGNORECASE
)


def _says_value(item: Waiting, facts: Facts) -> bool:
    """Tell whether a reported metric stands with an amount or a word that answers it: 高新产值38亿, 商务商贸有."""
    if item.metric not in facts.programme.metric or item.metric in facts.programme.derivation:
        return False
    if read_word(item.text) is not None:
        return item.fault in {"", "stray_yesno"}
    return item.fault in {"", "stray_word"} and isinstance(read_quantity(item.text), Quantity)


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
