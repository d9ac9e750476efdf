"""A question with a day or a part of a year in it, which no yearly figure has: what was known by then, or came then.

A day or a span that the answer would not show is never passed over: it is taken for the moment, or asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from zc_bot.parsing.as_of import find_days, find_month, known_by
from zc_bot.parsing.meaning import Choice, Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.spans import Span, find_span

Read = Callable[[str], Meaning]
FIGURES = frozenset({"value", "compare", "trend", "growth", "rank", "filter", "aggregate", "check"})
_AS_KNOWN = frozenset({
    *FIGURES, "card", "status", "timeliness", "support", "milestone", "decision", "target", "briefing",
    "export",
})
"""What can be answered from what had been recorded by a day."""
_STATES = frozenset({"status", "timeliness", "decision", "export"})
"""What a day can only be the moment of: 上月底全市情况."""
_OVERSEEN = frozenset({*_STATES, "support", "milestone", "target", "briefing"})
_ENDS = 2
_THAT_DAY = {"zh": "今天", "en": " today"}
_IS_LIMIT = compile_later("截止|截至|[之以]?前|(?<![a-z])(?:by|due|before|until)(?![a-z])")
"""A day until when something is wanted."""
_UNTIL = compile_later("截[至止]|直到|为止|(?<![a-z])(?:as (?:of|at)|by|until)(?![a-z])")
_DECIDED = compile_later("会上|会议|议定|[定议]了|decide|meeting")


def read_dated(text: str, today: date, lang: str, read: Read) -> Meaning | None:
    """Read what was known by a day, and what was recorded on days that are named; None for other texts."""
    if (known := known_by(text, today)) is not None:
        found = read(known.rest)
        if found.intent in _AS_KNOWN and not (_came_then(found, text) and not _UNTIL.search(text)):
            return replace(found, question=text, as_of=known.day)
    days = find_days(text, today)
    ends = (days[0], days[-1]) if 0 < len(days) <= _ENDS else find_month(text, today)
    if ends is not None:
        first, last = ends
        found = read(f"{text[: first.start]}{_THAT_DAY[lang]}{text[last.end :]}")
        if found.intent == "changes":
            return replace(found, question=text, days=(first.day, last.day))
    span = find_span(text, today)
    return None if span is None else _within(text, span, today, lang, read)


def _within(text: str, span: Span, today: date, lang: str, read: Read) -> Meaning | None:
    """Read what looks on from above in a span that is over, or on a day; None for figures, which are of years."""
    if _IS_LIMIT.match(text[span.end :].lstrip()) or span.last > today:
        return None
    found = read(span.rest)
    if found.intent not in _OVERSEEN and not found.tells_how_it_stands:
        return None
    if _came_then(found, text):
        return replace(found, question=text, years=(), days=(span.first, span.last))
    is_day = span.first == span.last and (found.intent in _STATES or found.tells_how_it_stands)
    if is_day or found.intent == "briefing":
        return replace(found, question=text, as_of=span.last)
    if span.last == today:
        return None  # This week and this month end now.
    choices = tuple(Choice(said, said) for said in _offered(found, span, today, lang))
    return replace(found, question=text, intent="clarify", reason="period", topic="", choices=choices)


def _came_then(found: Meaning, text: str) -> bool:
    """Tell whether what was granted or decided is asked about, which days of their own have."""
    return found.intent == "support" or (found.intent == "decision" and _DECIDED.search(text) is not None)


def _offered(found: Meaning, span: Span, today: date, lang: str) -> Iterator[str]:
    """Offer the whole year first, then the moment at which the span ended, then what came in it."""
    zh, year = lang != "en", span.last.year
    if year == today.year:
        yield span.rest  # Its figures are yet to come: the last full year is shown.
    else:
        yield f"{year}年{span.rest}" if zh else f"{year} {span.rest}"
    yield f"截至{span.last}{span.rest}" if zh else f"as of {span.last}, {span.rest}"
    if found.intent == "status":
        yield f"{span.first}到{span.last}有什么变化" if zh else f"what changed from {span.first} to {span.last}"
