"""What is hesitated over is asked: each sense becomes a choice with a complete question of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product
from typing import Literal

from zc_bot.parsing.meaning import Choice, Meaning
from zc_bot.parsing.phrases import community_label, measure_label, phrase
from zc_bot.parsing.rule import Asked

MAX_CHOICES = 12
Answer = Callable[[Asked], Meaning]
Reason = Literal["metric", "misspelt", "report", "unclear"]


def clarify_doubts(asked: Asked, answer: Answer) -> Meaning:
    """Ask which community or metric a word of several meanings stands for."""
    doubts = asked.reading.doubts
    communities = _union(doubt.communities for doubt in doubts)
    metrics = _union(doubt.metrics for doubt in doubts)
    pairs = product(communities or (None,), metrics or (None,))
    choices = [_choice(asked, community, metric, answer) for community, metric in pairs]
    return asked.meaning(
        "clarify",
        communities=communities or asked.reading.communities,
        metrics=metrics or asked.reading.metrics,
        choices=tuple(choices[:MAX_CHOICES]),
    )


def clarify_metric(asked: Asked, answer: Answer, metrics: Iterable[str] = ()) -> Meaning:
    """Ask which metric is meant, where an answer needs one and none was named."""
    offered = tuple(metrics) or asked.lexicon.headline
    choices = tuple(_choice(asked, None, metric, answer) for metric in offered)
    return asked.meaning("clarify", metrics=offered, choices=choices, reason="metric")


def clarify_order(asked: Asked, answer: Answer) -> Meaning:
    """Ask by which figure an order is meant, that by all requirements first; it has no other end, nor one place."""
    found = clarify_metric(asked, answer)
    upside_down = any(limit.ascending for limit in asked.reading.limits)
    if asked.reading.communities or upside_down or asked.reading.any("bottom", "ascending"):
        return found
    order = asked.meaning("status", topic="league", metrics=())
    question = phrase(order, asked.lexicon.programme, asked.lang)
    return replace(found, choices=(Choice(question, question), *found.choices))


def clarify_report(asked: Asked) -> Meaning:
    """Ask what a line reports by a word of several meanings; each choice is the line with the name in full."""
    programme, reading, lang = asked.lexicon.programme, asked.reading, asked.lang
    doubt = reading.doubts[0]
    labels = {code: community_label(programme, code, lang) for code in doubt.communities}
    labels |= {code: measure_label(programme, code, lang) for code in doubt.metrics}
    choices = tuple(
        Choice(label, reading.text.replace(doubt.word, label, 1), (code,)) for code, label in labels.items()
    )
    return asked.meaning(
        "clarify", communities=doubt.communities or reading.communities, metrics=doubt.metrics or reading.metrics,
        choices=choices, reason="report",
    )


def clarify_reading(asked: Asked, meanings: Iterable[Meaning], reason: Reason) -> Meaning:
    """Offer whole meanings, each as the question that it would be."""
    programme, lang = asked.lexicon.programme, asked.lang
    questions = dict.fromkeys(phrase(meaning, programme, lang) for meaning in meanings)
    choices = tuple(Choice(question, question) for question in list(questions)[:MAX_CHOICES])
    return asked.meaning("clarify", choices=choices, reason=reason)


def _choice(asked: Asked, community: str | None, metric: str | None, answer: Answer) -> Choice:
    """Make the choice of one community, one metric or one of each."""
    programme, lang = asked.lexicon.programme, asked.lang
    reading = asked.reading
    resolved = asked.with_reading(
        communities=_with(reading.communities, community),
        metrics=_with(reading.metrics, metric),
        doubts=(),
        leftovers=(),
    )
    labels = []
    if community is not None:
        labels.append(community_label(programme, community, lang))
    if metric is not None:
        labels.append(measure_label(programme, metric, lang))
    codes = tuple(code for code in (community, metric) if code is not None)
    return Choice(" · ".join(labels), phrase(answer(resolved), programme, lang), codes)


def _with(codes: tuple[str, ...], code: str | None) -> tuple[str, ...]:
    return codes if code is None else (*codes, code)


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for group in groups for code in group))
