"""Offers what a text asks but for its words that nobody knows: 投资顶拉胯的是哪个 is offered as 投资是哪个."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from zc_bot.parsing.composition.compose import Whole
from zc_bot.parsing.dated import FIGURES
from zc_bot.parsing.meaning import Choice, Meaning

_TURNS = re.compile("[不没无非未别勿莫除]|(?<![a-z])(?:not|no|never|without|except|but|than|if|why)(?![a-z])")
"""Left out, it would turn what is offered round."""
_MOST = 4


def offer_but_for(
    found: Meaning, whole: Whole, read: Callable[[str], Meaning], said: Callable[[Meaning], str]
) -> Meaning:
    """Put first among what is offered the question that is left without the words that nobody knows.

    read: reads a text after the same question. said: the question that a meaning is.
    """
    unknown = [span for span in whole.spans if not span.edges]
    if not unknown or any(_TURNS.search(whole.text_of(span)) for span in unknown):
        return found
    rest = whole.without(unknown)
    meaning = read(rest) if rest else found
    if meaning.intent not in FIGURES or (meaning.rule == "what is named" and not meaning.metrics):
        return found
    if any(_asks_the_same(read(choice.question), meaning) for choice in found.choices):
        return found
    question = said(meaning)
    others = [choice for choice in found.choices if choice.question != question]
    choices = (Choice(question, question), *others)[:_MOST]
    return replace(found, intent="clarify", reason="unclear", choices=choices, rule="but for a word")


def _asks_the_same(one: Meaning, other: Meaning) -> bool:
    parts = ((found.intent, found.communities, found.metrics, found.years, found.query) for found in (one, other))
    return next(parts) == next(parts)
