"""A typed question → its `Meaning`, by named rules in a fixed order; the same words always mean the same."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from zc_bot.parsing.clarify import clarify_doubts
from zc_bot.parsing.followup import carry, inherit
from zc_bot.parsing.intents import answer
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import MAX_LENGTH, normalize
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.reading import Reading, read, tokenize
from zc_bot.parsing.rule import Asked, Rule, first_match
from zc_bot.parsing.tokens import Token


def understand(
    text: str,
    lexicon: Lexicon,
    *,
    today: date,
    context: Meaning | None = None,
    own: tuple[str, ...] = (),
    lang: str = "zh",
) -> Meaning:
    """Read one question.

    today: what 去年 counts from. context: the asker's previous meaning, if still fresh. own: the asker's own
    communities; a single one stands in where a metric is asked without a community. lang: of the choices.
    Never raises, whatever `text` holds.
    """
    folded = normalize(text[:4096])
    if not folded:
        return Meaning("unknown", text, reason="empty")
    if len(folded) > MAX_LENGTH:
        return Meaning("unknown", text, reason="too_long")
    reading = read(text, folded, tokenize(folded, lexicon, today), lexicon)
    asked = Asked(carry(reading, context), lexicon, today, own, lang)
    return first_match(GUARDS, asked) or _answer(asked)


def _answer(asked: Asked) -> Meaning:
    meaning = answer(asked)
    return inherit(meaning, asked.reading) if asked.reading.context is not None else meaning


def _names_something(reading: Reading) -> bool:
    return bool(reading.communities or reading.metrics or reading.doubts or reading.requirements or reading.facts)


def _is_report(asked: Asked) -> bool:
    """Tell whether figures follow their metrics, with nothing asked: 通创 2019 高新产值 45.6亿."""
    reading = asked.reading
    if reading.any("report") and not reading.any("missing", "source", "deadline", "help"):
        return True
    if reading.any("ask", "much", "which", "verdict") or reading.bounds or not reading.quantities:
        return False
    return _figure_after_metric(reading.tokens) and bool(reading.communities or asked.single)


def _figure_after_metric(tokens: tuple[Token, ...]) -> bool:
    return any(left.has("metric") and isinstance(right.datum, Quantity) for left, right in pairwise(tokens))


def _is_chatter(asked: Asked) -> bool:
    reading = asked.reading
    cues = reading.cues - {"ask", "follow", "much", "without", "add", "which"}
    return not _names_something(reading) and not (cues or reading.bounds or reading.carriers or reading.limits)


def _has_leftovers(asked: Asked) -> bool:
    return bool(asked.reading.leftovers)


def _doubtful(asked: Asked) -> Meaning:
    reading = asked.reading
    if reading.metrics or reading.doubts:
        return asked.meaning("clarify", reason="unclear")
    if reading.communities:
        return asked.meaning("unknown", reason="metric")
    return asked.meaning("unknown", reason="chatter")


GUARDS: tuple[Rule, ...] = (
    Rule("remind", lambda a: a.reading.any("remind"), lambda a: a.meaning("remind")),
    Rule("report", _is_report, lambda a: a.meaning("report", implied=a.single)),
    Rule(
        "another place",
        lambda a: bool(a.reading.places),
        lambda a: a.meaning("unknown", other_place=a.reading.places[0], reason="place"),
    ),
    Rule("foreign metric", lambda a: bool(a.reading.foreign), lambda a: a.meaning("unknown", reason="metric")),
    Rule("chatter", _is_chatter, lambda a: a.meaning("unknown", reason="chatter")),
    Rule("leftovers", _has_leftovers, _doubtful),
    Rule("finer period", lambda a: a.reading.has("finer"), lambda a: a.meaning("clarify", reason="unclear")),
    Rule("several meanings", lambda a: bool(a.reading.doubts), lambda a: clarify_doubts(a, answer)),
)
