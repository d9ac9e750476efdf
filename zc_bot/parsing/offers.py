"""Nothing asked back is a dead end: what was read, without what was not, becomes questions that can be tapped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zc_bot.parsing.intents import answer
from zc_bot.parsing.meaning import Choice, Intent, Meaning
from zc_bot.parsing.phrases import phrase
from zc_bot.parsing.rule import Asked

MOST = 4
_ASKS_NOTHING = frozenset({"unknown", "clarify", "help", "report", "remind"})


def with_offers(meaning: Meaning, asked: Asked) -> Meaning:
    """Give a meaning that is asked back or not understood up to four questions that would be answered.

    Where nothing of the programme's was read, there is nothing to offer.
    """
    if meaning.intent not in {"clarify", "unknown"}:
        return meaning
    if meaning.choices:
        return replace(meaning, choices=meaning.choices[:MOST]) if meaning.intent == "unknown" else meaning
    programme, lang = asked.lexicon.programme, asked.lang
    questions = dict.fromkeys(phrase(one, programme, lang) for one in _readings(asked))
    return replace(meaning, choices=tuple(Choice(text, text) for text in list(questions)[:MOST]))


def offer_nearest(meaning: Meaning, asked: Asked) -> Meaning:
    """Offer, of a text that nothing understood and that names nothing, the known questions that it is near to.

    What is near to no question but to a thanks or a greeting is one.
    """
    reading = asked.reading
    if meaning.intent == "clarify" and not meaning.choices:
        return replace(meaning, intent="unknown", reason="unclear")
    unread = meaning.intent == "unknown" and not (meaning.choices or meaning.other_place or meaning.other_metric)
    if not unread or reading.names_something or meaning.reason in {"thanks", "greeting", "nobody", "whom"}:
        return meaning
    found = asked.lexicon.known_questions.nearest(reading.text)
    if found.courtesy is not None:
        return replace(meaning, reason=found.courtesy)
    if not found.questions:
        return meaning
    choices = tuple(Choice(question, question) for question in found.questions)
    return replace(meaning, intent="clarify", reason="unclear", choices=choices, rule="nearest")


def _readings(asked: Asked) -> Iterator[Meaning]:
    """Give what a text may ask, the reading without what could not be used first."""
    reading = asked.reading
    if not (reading.communities or reading.metrics or reading.doubts or reading.requirements):
        return
    for metric in _metrics(asked):
        metrics = (*reading.metrics, *metric)
        rest = replace(asked, reading=replace(reading, leftovers=(), doubts=(), metrics=metrics, foreign=()))
        found = answer(rest)
        if found.intent == "requirement" and not (found.metrics or found.requirements):
            continue  # Of what, is not known.
        if found.intent not in _ASKS_NOTHING:
            yield found
        elif metrics:
            yield rest.meaning(_plain(rest))
    if reading.communities and not reading.metrics:
        yield asked.meaning("check", metrics=())
        yield asked.meaning("card", metrics=())


def _plain(asked: Asked) -> Intent:
    """Choose the plainest question about what is named."""
    reading = asked.reading
    if len(reading.years) > 1:
        return "trend"
    return "value" if len(reading.communities) == 1 else "compare" if reading.communities else "rank"


def _metrics(asked: Asked) -> Iterator[tuple[str, ...]]:
    """Give the metrics that may have been meant besides those named."""
    doubted = [code for doubt in asked.reading.doubts for code in doubt.metrics]
    if doubted:
        yield from ((code,) for code in doubted)
    else:
        yield ()
