"""A text read as a question, without the clauses that have nothing to do with it: 领导下午开会要用."""

from __future__ import annotations

import re
from datetime import date

from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.reading import Reading, read, tokenize
from zc_bot.parsing.tokens import Kind, Limit, Token

_CLAUSE = re.compile(r"[，。；！!;\n]|,(?![0-9])|[:：](?![0-9])")
_BEFORE, _AFTER = 8, 6
"""So many characters may stand unexplained before a question and after it."""
_AROUND = re.compile(
    "(?:[我你您咱们的了着过给请帮忙烦劳驾让叫要用听说讲念抄写发瞅瞧问查附急等快下子啊呀哦哎嘛呗哈吧撒噻呢哟喽嘞谢 ]"
    "|一下|一声|看看|材料|附件|会议|汇报|通报|领导|老板|同志|照抄|个话|想|知道|晓得|了解|告诉|麻烦|赶紧|大家|各位)+"
)
"""Courtesy, and what one does with an answer; nothing else may stand around a question, as it may narrow it."""
_ASKS = (
    "explained", "demanded", "itemised", "traced", "altered_since", "unfilled", "built_so_far", "promised",
    "owned", "covered_all", "recorded_when", "named", "revised",
    "original", "defined", "why",
)
"""What a clause may ask of something that was named before it: …，究竟作了怎样的规定."""
_NAMES_SOME = re.compile("(?<![a-z])(?:community|communities|park|town|zone|one)$")
_OPENS: frozenset[Kind] = frozenset({"community", "authority", "city"})
_CLOSES = frozenset({"much", "verdict", "source", "rank", "trend", "missing", "compare", "list"})


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
    if (inner := _without_frame(reading)) is not None:
        framed = read(text, inner, tokenize(inner, lexicon, today), lexicon)
        if not framed.leftovers:
            return framed
    clauses = [clause for part in _CLAUSE.split(text) if (clause := normalize(part))]
    if not reading.leftovers or len(clauses) < 2:
        return reading
    readings = [read(clause, clause, tokenize(clause, lexicon, today), lexicon) for clause in clauses]
    kept = [clause for clause, one in zip(clauses, readings, strict=True) if not _is_aside(one)]
    if len(kept) == len(clauses) or not any(_has_subject(one) for one in readings):
        return reading
    rest = " ".join(kept)
    return read(text, rest, tokenize(rest, lexicon, today), lexicon)


def _without_frame(reading: Reading) -> str | None:
    """Cut off the courtesy that stands around a question: 麻烦帮忙瞅瞅通创去年高新占比多少给个话.

    Only before a place and after what asks, and only such words: 残疾人全市从业人员 asks for some of them.
    """
    spoken = [token for token in reading.tokens if token.known and not token.has("filler")]
    if not spoken:
        return None
    first, last = spoken[0], spoken[-1]
    unknown = [token for token in reading.tokens if not token.known and token.end <= first.start]
    begin = unknown[-1].end if sum(token.end - token.start for token in unknown) > 1 else 0
    after = reading.text[last.end :]
    start = begin if _opens(first) and _is_frame(reading.text[:begin], _BEFORE) else 0
    closes = isinstance(last.datum, Limit) or any(e.kind == "cue" and e.code in _CLOSES for e in last.entries)
    end = last.end if closes and _is_frame(after, _AFTER) else len(reading.text)
    return None if (start, end) == (0, len(reading.text)) else reading.text[start:end]


def _opens(token: Token) -> bool:
    over_all = any(entry.kind == "cue" and entry.code in {"all", "which", "whole"} for entry in token.entries)
    return over_all or any(entry.kind in _OPENS for entry in token.entries)


def _is_frame(part: str, most: int) -> bool:
    return len(part) <= most and (not part or _AROUND.fullmatch(part) is not None)


def _is_aside(reading: Reading) -> bool:
    """Tell whether a clause has nothing to do with the question: longer than a name, and naming nothing."""
    silent = not (reading.names_something or reading.years or reading.bounds or reading.quantities)
    asks = reading.any("requirement", "verdict", "not_met", "source", "missing", "remind", "rank", *_ASKS)
    names_some = reading.any("noun_community") or _NAMES_SOME.search(reading.text) is not None
    silent = silent and not asks and not names_some  # Whose it is may be said so: the robot town community, jobs.
    return silent and bool(reading.leftovers) and len(reading.text) > 3 and not (reading.places or reading.foreign)


def _has_subject(reading: Reading) -> bool:
    return bool(reading.communities) or reading.any(
        "which", "all", "whole", "rank", "missing", "deadline", "policy", "list", "noun_community"
    )
