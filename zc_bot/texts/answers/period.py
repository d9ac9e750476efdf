"""The year that was taken where none was named: why that one, and the newer one a tap away."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from zc_bot.evaluation.completeness import Fullness, Period
from zc_bot.evaluation.result import Answer
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.meaning import Choice
from zc_bot.parsing.phrases import phrase
from zc_bot.parsing.query import in_year
from zc_bot.texts.answers.words import Words


def word_period(answer: Answer, words: Words) -> list[Markup]:
    """Say what came of a newer year, that no year is full, and the rule; nothing where the newest year is full."""
    if answer.period is None or _has_no_total(answer):
        return []
    return why_that_year(answer.period, words)


def why_that_year(period: Period, words: Words) -> list[Markup]:
    """Say why a year was taken that nobody named; nothing where it is full and the newest."""
    lines = []
    if not period.enough and period.full.seen:
        kind = "reported" if period.any_status else "approved"
        lines.append(
            words.texts(
                f"ask.period.fullest.{kind}",
                share=f"{(words.programme.completeness.share * 100).normalize():f}%",
                year=period.full.year,
                have=_counted(period.full.counted, period, words),
            )
        )
    if period.later is not None:
        lines.append(
            words.texts(
                # Who sees no more than what is approved is not told that the rest was not reported.
                "ask.period.later" if period.later.seen > period.later.approved else "ask.period.later_approved",
                year=period.later.year,
                have=_counted(period.later.seen, period, words, period.later),
                approved=_approved(period.later, words),
                shown=period.full.year,
            )
        )
    return [*lines, *_rule(words)] if lines else []


def later_year(answer: Answer, words: Words) -> Choice | None:
    """Offer the same question of the newer year."""
    later = None if answer.period is None else answer.period.later
    if later is None or _has_no_total(answer):
        return None
    label = words.texts.plain("ask.period.label", year=later.year, have=f"{later.seen}/{later.due}")
    if answer.meaning.query is not None:
        query = in_year(answer.meaning.query, later.year)
        return Choice(label, say(query, words.programme))
    return Choice(label, phrase(replace(answer.meaning, years=(later.year,)), words.programme, words.lang))


def _counted(count: int, period: Period, words: Words, of: Fullness | None = None) -> str:
    """Write how many of the communities or figures due came."""
    due = (of or period.full).due
    return words.texts.plain(f"ask.period.{period.unit}", have=f"{count}/{due}")


def _approved(later: Fullness, words: Words) -> str:
    """Say how many of those that came are approved, where not all are."""
    if later.approved == later.seen:
        return ""
    return words.texts.plain("ask.period.approved" if later.approved else "ask.period.waiting", count=later.approved)


def _has_no_total(answer: Answer) -> bool:
    """Tell whether a total was asked for of what has none in any year."""
    return answer.meaning.intent == "aggregate" and not answer.totals and answer.result is None


def _rule(words: Words) -> list[Markup]:
    """Print the reading of ours by which a year is chosen."""
    return [
        words.texts("ask.assumption", text=words.programme.assumption[code].text(words.lang))
        for code in words.programme.completeness.assumptions
    ]
