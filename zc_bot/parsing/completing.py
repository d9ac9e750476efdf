"""What completes a question that was asked back: 那家怎么样了 (which one?) 能达; 排个名 (by what?) 高新产值."""

from __future__ import annotations

from datetime import date

from zc_bot.parsing.asides import read_text
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.unsaid import POINTS

_LONGEST = 30
_SAY_NOTHING = frozenset({"follow", "ask", "that_one", "noun_community"})


def completed(text: str, context: Meaning, lexicon: Lexicon, today: date) -> str | None:
    """Put a name that was asked for into the question that lacked it; None for any other text."""
    if len(text) > _LONGEST or not context.question:
        return None
    reading = read_text(text, normalize(text), lexicon, today)
    says_more = reading.years or reading.cues - _SAY_NOTHING or reading.leftovers or reading.doubts or reading.bounds
    if says_more or reading.quantities or bool(reading.communities) == bool(reading.metrics):
        return None
    names = lexicon.programme.community if reading.communities else lexicon.programme.measure
    said = "、".join(names[code].name.zh for code in reading.communities or reading.metrics)
    if context.intent == "unknown" and context.reason == "whom" and reading.communities:
        folded = normalize(context.question)
        return POINTS.sub(said, folded, 1) if POINTS.search(folded) else f"{said}{context.question}"
    offered = {code for choice in context.choices for code in choice.codes}
    asks_of_what = context.intent == "clarify" and context.reason == "metric" and bool(offered)
    if asks_of_what and reading.metrics and offered.isdisjoint(reading.metrics):
        return f"{said}{context.question}"
    return None

