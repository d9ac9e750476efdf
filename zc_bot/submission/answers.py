"""An answer to a question for a figure: the figure alone, with words or others beside it, or one of those offered."""

from __future__ import annotations

from typing import Literal

from zc_bot.parsing.conversion import Ambiguous
from zc_bot.parsing.corrections import read_correction
from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.names import named_whole
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.refusals import Rejection
from zc_bot.parsing.set_up import says_set_up
from zc_bot.parsing.words import read_word
from zc_bot.submission.arriving import arrive, place
from zc_bot.submission.asking import Result, go
from zc_bot.submission.beside import answer_with_words
from zc_bot.submission.draft import Draft, Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import take
from zc_bot.submission.line import SAYS_LITTLE
from zc_bot.submission.reading import read
from zc_bot.submission.relative import is_relative
from zc_bot.submission.replies import Tap, command
from zc_bot.submission.taps import tap
from zc_bot.submission.understanding import answered, named

BETWEEN = compile_later(r"[,，;；。\n](?![0-9])")
"""Parts the clauses of a text."""

_JOINED = compile_later(rf"{BETWEEN.pattern}|(?i: +and +)(?=[A-Za-z])|[ ]*[和及与](?=[\u4e00-\u9fff])|, (?=[A-Za-z])")
"""Parts an answer from the figures behind it: 11.2亿和总投资15.1亿, 1.12bn and total investment 1.51bn."""


def take_value(draft: Draft, metric: str, text: str, facts: Facts) -> Result:
    """Take the answer to the question for a figure: the figure alone, or with words around it."""
    alone = typed_figure(metric, text)
    outcome = read(alone.text, facts.programme.metric[metric], draft, facts)
    several = isinstance(outcome, Ambiguous) and outcome.why == "several"
    if not isinstance(outcome, Rejection) and not several:
        return take(draft, [alone], facts)
    around = answered(text, metric, facts)
    if around is None or (not around.text and not around.fault):
        return take(draft, [alone], facts)
    inner = read(around.text, facts.programme.metric[metric], draft, facts) if around.text else outcome
    tells = several or (isinstance(outcome, Rejection) and outcome.code not in SAYS_LITTLE)
    says_more = isinstance(inner, Rejection) and tells
    return take(draft, [alone if says_more else around], facts)


def whole_answer(draft: Draft, metric: str, text: str, facts: Facts) -> tuple[Waiting, ...]:
    """Read an answer that is more than a figure: one said by last year's, with words or with others behind it."""
    if is_relative(text):
        return (Waiting(metric, ""),)
    found = named(text, facts)
    others = any(one.metric and one.metric != metric and (one.text or not one.fault) for one in found.figures)
    if not others and not _is_clear(draft, metric, text, facts):
        if (beside := answer_with_words(facts.programme.metric[metric], text, draft, facts)) is not None:
            return (beside,)
        outcome = read(text, facts.programme.metric[metric], draft, facts)
        alone = [one for one in BETWEEN.split(text) if isinstance(read_quantity(value_text(one)), Quantity)]
        if len(alone) == 1 and alone[0].strip() != text.strip() and isinstance(outcome, Rejection):
            refused = read(value_text(alone[0]), facts.programme.metric[metric], draft, facts)
            if isinstance(refused, Rejection):  # 103%, with more behind it, is too much whatever that says.
                return (Waiting(metric, value_text(alone[0]), phrase=" ".join(text.split())),)
        if not found.years and isinstance(outcome, Ambiguous) and outcome.why == "several":
            return (Waiting(metric, text.strip(), phrase=" ".join(text.split())),)
    return _answer_and_more(metric, text, facts)


def _is_clear(draft: Draft, metric: str, text: str, facts: Facts) -> bool:
    """Tell whether an answer is read whole, as a figure with nothing beside it that was not understood."""
    around = answered(text, metric, facts)
    if around is None or not around.text or around.fault:
        return False
    outcome = read(around.text, facts.programme.metric[metric], draft, facts)
    if isinstance(outcome, Ambiguous):
        return outcome.why != "several"
    return not isinstance(outcome, Rejection) or outcome.code not in SAYS_LITTLE


def _answer_and_more(metric: str, text: str, facts: Facts) -> tuple[Waiting, ...]:
    """Read the answer to a question with other figures behind it: 46.2亿，总产值70.8亿; () for any other text."""
    first = _JOINED.split(text)[0].strip()
    is_yesno = facts.programme.metric[metric].kind == "yesno"
    amount = read_quantity(value_text(laid_out(first)))
    answers = read_word(first) in {"yes", "no", "none"} if is_yesno else isinstance(amount, Quantity)
    if first == text.strip() or not answers:
        return ()
    found = named(f"{facts.programme.measure[metric].short.zh}：{text}", facts)
    clear = all(one.text and not one.fault for one in found.figures)
    if found.leftover or found.communities or found.years or not clear or len(found.figures) < 2:
        return ()
    return found.figures if found.figures[0].metric == metric else ()


def typed_figure(metric: str, text: str) -> Waiting:
    whole = read_word(text) is not None or says_set_up(text)
    value = text.strip() if whole else value_text(text)
    return Waiting(metric, value, phrase=text.strip())


def clear_figures(text: str, facts: Facts) -> tuple[Waiting, ...]:
    """Give the figures that a text names with their metrics, if that is all it says."""
    found = named(text, facts)
    clear = all(
        item.text and not item.fault and isinstance(read_quantity(item.text), Quantity) for item in found.figures
    )
    return found.figures if clear and not found.leftover else ()


def said_instead(text: str, facts: Facts) -> str:
    """Give the figure that a correction without a name says instead, '' where none is: 不对 是128 gives 128."""
    correction = read_correction(text, facts.lexicon)
    return "" if correction is None or correction.drops or correction.metrics else correction.new


def picked(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Read a full name typed where several were offered, or yes or no to the only one."""
    if len(draft.options) == 1 and (said := read_word(text)) in {"yes", "no"}:
        if said == "no" and len(facts.communities) > 1:
            return arrive(draft, facts)
        return tap(draft, Tap("community", draft.options[0]) if said == "yes" else Tap("back"), facts)
    kind: Literal["community", "metric"] = "community" if draft.options else "metric"
    offered = draft.options or (draft.queue[0].options if draft.queue else ())
    codes = [code for code in named_whole(text, kind, facts.lexicon) if code in offered]
    return tap(draft, Tap(kind, codes[0]), facts) if len(codes) == 1 else None


def choose_reading(draft: Draft, text: str, facts: Facts) -> Result:
    """Take a typed answer to "which was meant"; figures typed instead are taken as figures."""
    if len(draft.readings) == 1 and command(text) == "confirm":
        return tap(draft, Tap("reading", "0"), facts)
    if figures := clear_figures(text, facts):
        placed, said = place(draft, named(text, facts), facts)
        return go(draft, facts, *said) if said else take(placed, figures, facts)
    return take_value(draft, draft.metric or "", text, facts)
