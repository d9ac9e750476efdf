"""A text read as a question, without the clauses that have nothing to do with it: 领导下午开会要用."""

from __future__ import annotations

import re
from datetime import date

from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.reading import Reading, read, tokenize

_CLAUSE = re.compile(r"[，。；！!;\n]|,(?![0-9])")


def read_text(text: str, folded: str, lexicon: Lexicon, today: date) -> Reading:
    """Read the text; where pieces stay unexplained, without the clauses that name nothing: 领导下午开会要用.

    A 的 may stand within a name: 专业的运营机构.
    """
    reading = read(text, folded, tokenize(folded, lexicon, today), lexicon)
    if reading.leftovers and "的" in folded:
        joined = folded.replace("的", "")
        whole = read(text, joined, tokenize(joined, lexicon, today), lexicon)
        if not whole.leftovers:
            return whole
    clauses = [clause for part in _CLAUSE.split(text) if (clause := normalize(part))]
    if not reading.leftovers or len(clauses) < 2:
        return reading
    readings = [read(clause, clause, tokenize(clause, lexicon, today), lexicon) for clause in clauses]
    kept = [clause for clause, one in zip(clauses, readings, strict=True) if not _is_aside(one)]
    if len(kept) == len(clauses) or not any(_has_subject(one) for one in readings):
        return reading
    rest = " ".join(kept)
    return read(text, rest, tokenize(rest, lexicon, today), lexicon)


def _is_aside(reading: Reading) -> bool:
    """Tell whether a clause has nothing to do with the question: longer than a name, and naming nothing."""
    silent = not (reading.names_something or reading.years or reading.bounds or reading.quantities)
    silent = silent and not reading.any("requirement", "verdict", "not_met", "source", "missing", "remind", "rank")
    return silent and bool(reading.leftovers) and len(reading.text) > 3 and not (reading.places or reading.foreign)


def _has_subject(reading: Reading) -> bool:
    return bool(reading.communities) or reading.any(
        "which", "all", "whole", "rank", "missing", "deadline", "policy"
    )
