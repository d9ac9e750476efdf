"""Sums over communities in words: never a part as the whole, and every change over the same communities."""

from __future__ import annotations

from markupsafe import Markup

from zc_bot.evaluation.measurements import Measurement, inputs_of
from zc_bot.evaluation.result import Answer, Total
from zc_bot.texts.answers.asked import asked_metrics, scope_of, word_no_figures
from zc_bot.texts.answers.message import Message
from zc_bot.texts.answers.words import Words

_BRIEF = 3
"""Of so many totals each has one line only."""


def word_aggregate(answer: Answer, words: Words) -> Message:
    """Word `aggregate`: the sum first, over how many communities, what it was made of, and the change."""
    if not answer.totals:
        return word_no_total(answer, words)
    if all(total.item.measurement.number is None for total in answer.totals):
        return word_no_figures(answer, words)
    brief = len(answer.totals) >= _BRIEF
    lines = [line for total in answer.totals for line in _total(total, answer, words, brief)]
    dropped = [code for code in answer.meaning.metrics if code not in answer.metrics]
    lines += [words.texts("ask.aggregate.instead", metric=words.metric(code)) for code in dropped]
    return Message([], lines)


def word_no_total(answer: Answer, words: Words) -> Message:
    """Say that percentages without a denominator have no total, or that nothing was ever reported."""
    if answer.years:
        return Message([words.texts("ask.aggregate.impossible", metric=asked_metrics(answer, words))])
    return word_no_figures(answer, words)


def how_many(total: Total) -> str:
    """Write over how many of how many communities a total is."""
    return f"{len(total.counted)}/{len(total.expected)}"


def _total(total: Total, answer: Answer, words: Words, brief: bool) -> list[Markup]:
    found = total.item.measurement
    head = words.texts(
        f"ask.aggregate.{_kind(total, words)}",
        value=words.value(found),
        scope=scope_of(answer, words),
        year=found.year,
        metric=words.metric(found.metric),
        counted=how_many(total),
        mark=words.after(total.item.mark),
        pending=words.texts.plain("ask.aggregate.pending", count=total.pending) if total.pending else "",
    )
    if brief or found.number is None:
        return [head]
    return [head, *_made_of(found, words), *_change_of(total, words), *words.absences(total.lacking)]


def _kind(total: Total, words: Words) -> str:
    """Choose the headline: of a part it says that it is none of the whole."""
    if total.item.measurement.number is None:
        return "none"
    if not total.complete:
        return "part"
    return "share" if total.item.measurement.metric in words.programme.derivation else "head"


def _change_of(total: Total, words: Words) -> list[Markup]:
    """Compare with the year before, over those that are known in both, and say how many those are."""
    before, change = total.item.before, total.item.change
    if before is None or before.number is None or change is None:
        return []
    key = "ask.aggregate.alike" if change.number is not None else "ask.aggregate.alike_only"
    return [
        words.texts(
            key,
            count=f"{total.alike}/{len(total.expected)}",
            earlier=before.year,
            before=words.value(before),
            later=total.later.year,
            value=words.value(total.later),
            change=words.signed(change),
        )
    ]


def _made_of(found: Measurement, words: Words) -> list[Markup]:
    """Show both sums of a share."""
    codes = inputs_of(words.programme, (found.metric,))
    if len(codes) != 2:
        return []
    (first, one), (second, two) = ((words.metric(code), words.sum_of(found, code)) for code in codes)
    return [words.texts("ask.ground.share", first=first, one=one, second=second, two=two)]
