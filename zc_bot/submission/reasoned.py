"""The reason that a line gives behind its figures: 初创200家，因为新开了两个众创空间; 8200人，原因：并入职工3000人.

Its numbers and names are none of the report's, whatever they could be by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zc_bot.parsing.corrections import may_correct_figure
from zc_bot.parsing.laid import Laid
from zc_bot.parsing.language import written
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import find_quantities
from zc_bot.parsing.speech import asks
from zc_bot.submission.beside import says_another
from zc_bot.submission.draft import Waiting
from zc_bot.values import dataclass

_GIVEN = compile_later(
    written(
        r"(?:(?<=[，,。；;（( ])|(?<=[0-9亿万元人家个%户名]))"
        r"(?P<why>(?:<label>|<because>)[:： ]*)(?P<said>[^\n；;]{2,})",
        "reason_given",
    ),
    re.IGNORECASE,
)
_LABEL = compile_later(lambda: written("<label>[:： ]*", "reason_given"), re.IGNORECASE)
_CLAUSE_ENDS = compile_later(r"[，,。](?![0-9]{3}(?![0-9]))|\.(?=\s)")
_BEFORE_AMOUNT = compile_later(r"[ ]*(?:[:：=]|是|为|有|共|达到?|is|are|was|were|at)*[ ]*")


@dataclass(frozen=True, slots=True)
class Reason:
    """What a line gives as the reason of the figures of some metrics."""

    text: str
    metrics: frozenset[str]


def without_reason(text: str, lexicon: Lexicon) -> tuple[str, Reason | None]:
    """Part a line from the reason behind its figures; None where it gives none.

    A later clause that begins with a reported name and its amount goes on with the report. What says that the figure
    is to be another, or is none of the year's actual ones, is no reason.
    """
    said = laid_out(text)
    found = None if "\t" in said or "|" in said else _GIVEN.search(said)
    if found is None or asks(found[0]):
        return text, None
    head = Laid(said[: found.start()], lexicon)
    if not (head.reported and head.amounts):
        return text, None
    end = _end(said, found.start("said"), found.end(), lexicon)
    typed = text.strip() if len(text.strip()) == len(said) else said
    begins = found.start("said") if _LABEL.fullmatch(found["why"]) else found.start()
    reason = typed[begins:end].strip(" ，,。.)）")
    if may_correct_figure(reason) or says_another(said[found.start("said") : end]):
        return text, None
    rest = said[end:].lstrip(" ，,。.；;)）")
    metrics = frozenset(code for one in head.reported for code in one.codes)
    return f"{head.text.rstrip(' ，,（(')}\n{rest}".strip(), Reason(reason, metrics)


def with_reason(figures: Sequence[Waiting], reason: Reason) -> tuple[Waiting, ...]:
    """Give a line's reason to the last figure before it, and to those before that as what stands beside them."""
    theirs = [number for number, one in enumerate(figures) if one.metric in reason.metrics]
    given = list(figures)
    for number in theirs[:-1]:
        given[number] = replace(given[number], note=given[number].note or reason.text)
    for number in theirs[-1:]:
        given[number] = replace(given[number], reason=reason.text)
    return tuple(given)


def _end(said: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Find where a reason ends: before the first of its later clauses that says another figure."""
    for stop in _CLAUSE_ENDS.finditer(said, start, end):
        if _begins_with_figure(said[stop.end() : end].lstrip(), lexicon):
            return stop.start()
    return end


def _begins_with_figure(clause: str, lexicon: Lexicon) -> bool:
    names = [one for one in Laid(clause, lexicon).reported if one.start == 0]
    amounts = {start for (start, _), _ in find_quantities(clause)}
    return any(
        match is not None and match.end() in amounts
        for match in (_BEFORE_AMOUNT.match(clause, one.end) for one in names)
    )
