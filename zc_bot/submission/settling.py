"""Words that settle a figure in question without saying it anew: a unit, a place among those offered, so many zeros.

    单位是亿元 · 第一个 · the latter · 少打了两个零
"""

from __future__ import annotations

import re
from dataclasses import replace

from zc_bot.parsing.conversion import Ambiguous, Reading, read_figure
from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.numerals import has_digit, read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import find_quantities, read_quantity
from zc_bot.parsing.refusals import Rejection
from zc_bot.parsing.resolving import place_said
from zc_bot.submission.asking import Result, go
from zc_bot.submission.draft import Draft, Waiting, typed_again
from zc_bot.submission.facts import Facts
from zc_bot.submission.intake import open_question, take
from zc_bot.submission.replies import Tap
from zc_bot.submission.taps import tap

_UNIT_HEAD = compile_later(
    rf"^(?:{alternatives('told.unit')}|units?)(?:是|为|应该?是|用|[:：]|is|are)?[ ]*|^(?:当然|肯定|应该|就)是",
    re.IGNORECASE,
)
_UNIT_WRONG = compile_later(
    rf"(?:{alternatives('told.unit')})(?:写|填|打|搞|弄|报|标|选)?(?:错|反)了?[，,。 ]*"
    r"(?:应该|应当|应|其实)?(?:是|为|用)?(?P<unit>[^，,。0-9不是]{1,5}?)(?:[，, ]*(?:而)?不是[^，,。0-9]{1,4})?"
)
"""Says of a figure taken already what its unit is: 单位写错了，是万元不是亿."""
_DENIES = compile_later(
    r"^(?:这?[两几]个|以上)?(?:都|全)(?:不是|不对|错了)[，,。.;； ]+(?=.)"
    r"|^(?:neither|none of (?:them|these))[,.; ]+(?=.)",
    re.IGNORECASE,
)
_ZEROS = compile_later(
    r"(?P<way>少|漏|缺|掉|多)(?:打|写|输|填|报|敲|加|按)?(?:成|了|个)*(?P<count>[0-9一二两三四五六])?个?(?:零|0)(?:了|吧)?$"
)
MOST_ZEROS = 8


def settled(draft: Draft, text: str, facts: Facts) -> Result | None:
    """Take words that settle a figure in question, or the last one taken; None for any other text."""
    said = text.strip(" 。.!！~～")
    if (result := _by_zeros(draft, said, facts)) is not None:
        return result
    if (wrong := _UNIT_WRONG.fullmatch(said)) is not None and (meant := _meant(draft, said, facts)) is not None:
        return _in_unit(draft, meant, wrong["unit"], said, facts)
    if draft.step not in {"reading", "reason"} or draft.metric is None:
        return None
    if draft.step == "reading" and (place := place_said(said)) is not None:
        at = place if place >= 0 else len(draft.readings) + place
        return tap(draft, Tap("reading", str(at)), facts) if 0 <= at < len(draft.readings) else None
    if (result := _by_unit(draft, said, facts)) is not None:
        return result
    return None


def without_denial(text: str) -> str:
    """Leave out that none of those offered is meant, before what is: 都不是，452300."""
    return _DENIES.sub("", text.strip())


def _by_unit(draft: Draft, said: str, facts: Facts) -> Result | None:
    """Put a unit that is said alone behind the number in question."""
    unit = value_text(_UNIT_HEAD.sub("", value_text(said)))
    question = open_question(draft)
    if not unit or has_digit(unit) or question is None:
        return None
    return _in_unit(draft, question, unit, said, facts)


def _in_unit(draft: Draft, question: Waiting, unit: str, said: str, facts: Facts) -> Result | None:
    """Take the number of a figure again, in another unit."""
    spans = find_quantities(question.text)
    number = re.match(r"[0-9][0-9,.]*", question.text[spans[0][0][0] :]) if len(spans) == 1 else None
    metric = facts.programme.metric[question.metric]
    if number is None:
        return None
    whole = f"{number[0]}{unit}"
    outcome = read_figure(whole, metric)
    if not isinstance(outcome, Reading) or isinstance(read_quantity(whole), Rejection):
        return None
    values = [reading.value for reading in draft.readings]
    if outcome.value in values:
        return tap(draft, Tap("reading", str(values.index(outcome.value))), facts)
    return take(draft, [Waiting(question.metric, whole, phrase=f"{question.text}，{said}")], facts)


def _by_zeros(draft: Draft, said: str, facts: Facts) -> Result | None:
    """Offer the figure meant with so many zeros more or fewer, as it is said that they were mistyped."""
    match = _ZEROS.search(said)
    meant = None if match is None else _meant(draft, said, facts)
    if match is None or meant is None or len(said) > 24 or has_digit(said[: match.start()]):
        return None
    count = int(read_numeral(match["count"] or "1") or 1)
    metric = facts.programme.metric[meant.metric]
    if metric.kind == "yesno" or not 0 < count <= MOST_ZEROS:
        return None
    more = match["way"] != "多"
    spans = find_quantities(meant.text)
    number = re.match(r"[0-9][0-9,]*(?:[.][0-9]+)?", meant.text[spans[0][0][0] :]) if len(spans) == 1 else None
    if number is None:
        return None
    start = spans[0][0][0]
    plain = number[0].replace(",", "")
    if more and "." not in plain:
        fresh = f"{plain}{'0' * count}"
    elif not more and plain.endswith("0" * count) and "." not in plain:
        fresh = plain[:-count]
    else:
        return None
    whole = f"{meant.text[:start]}{fresh}{meant.text[start + number.end() :]}"
    outcome = read_figure(whole, metric)
    if isinstance(outcome, Rejection):
        return None
    readings = outcome.readings if isinstance(outcome, Ambiguous) else (outcome,)
    others = tuple(entry for entry in draft.entries if entry.metric != meant.metric)
    offered = tuple(replace(one, typed=whole) for one in readings)
    waiting = replace(
        draft, entries=others, step="reading", metric=meant.metric, readings=offered, why="zeros",
        phrase=f"{meant.text}，{said}", pending=None,
    )
    return go(waiting, facts)


def _meant(draft: Draft, said: str, facts: Facts) -> Waiting | None:
    """Find the figure that is spoken of: the one named, the one in question, or the last one taken alone."""
    held = {entry.metric: typed_again(entry) for entry in draft.entries}
    question = open_question(draft)
    if question is not None and question.text:
        held[question.metric] = question
    named = [code for code in read_laid(said, facts.lexicon).measures if code in held]
    if named:
        return held[named[0]] if len(named) == 1 else None
    if question is not None:
        return question if question.text else None
    return held.get(draft.latest[0]) if len(draft.latest) == 1 else None
