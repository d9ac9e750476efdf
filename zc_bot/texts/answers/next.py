"""Tappable questions: the natural next ones, and examples that work for this person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zc_bot.evaluation.result import Answer, Next
from zc_bot.parsing.meaning import Choice
from zc_bot.texts.answers.period import later_year
from zc_bot.texts.answers.words import Words


def next_questions(answer: Answer, words: Words) -> tuple[Choice, ...]:
    """Word the next questions: complete ones, that are understood without the one before."""
    asked = answer.meaning.years
    year = asked[0] if len(asked) == 1 and answer.rows else None
    after = answer.next if answer.rows else [item for item in answer.next if item.kind != "provenance"]
    offered = [later_year(answer, words), _latest(answer, words), *(_question(item, year, words) for item in after)]
    return tuple(dict.fromkeys(item for item in offered if item is not None))


def examples(answer: Answer, words: Words) -> tuple[str, ...]:
    """Return three questions that would work for this person: about their own community, all, and reporting."""
    own = answer.own or tuple(words.programme.community)
    community = words.community(own[0])
    share = next(iter(words.programme.derivation), next(iter(words.programme.metric)))
    counted = next((m.code for m in words.programme.metrics if m.unit == "人"), share)
    return (
        words.texts.plain("ask.example.value", community=community, metric=words.metric(share)),
        words.texts.plain("ask.example.rank", metric=words.metric(counted)),
        words.texts.plain("ask.example.check", community=community),
    )


def rows_of_two(choices: Iterable[Choice]) -> tuple[tuple[Choice, ...], ...]:
    """Lay buttons out in twos, long ones alone."""
    rows: list[tuple[Choice, ...]] = []
    for choice in choices:
        last = rows[-1] if rows else ()
        if len(last) == 1 and len(last[0].label) + len(choice.label) <= 20:
            rows[-1] = (*last, choice)
        else:
            rows.append((choice,))
    return tuple(rows)


def _question(item: Next, year: int | None, words: Words) -> Choice | None:
    year = item.year if item.year is not None else year
    if item.year is not None and item.year < words.programme.first_year:
        return None
    key = f"ask.next.{item.kind}"
    suffix = _suffix(item)
    values = {
        "community": words.community(item.community) if item.community else "",
        "metric": words.metric(item.metric) if item.metric else "",
        "when": words.texts.plain("ask.next.when", year=year) if year is not None else "",
        "year": year or "",
    }
    return Choice(
        words.texts.plain(f"{key}{suffix}.label", **values),
        words.texts.plain(f"{key}{suffix}.question", **values),
    )


def _suffix(item: Next) -> str:
    """Choose the wording for what is left out."""
    if item.kind == "missing":
        return "_own" if item.community else ""
    if item.kind in ("not_met", "requirement"):
        return "" if item.metric else "_all"
    return ""


def _latest(answer: Answer, words: Words) -> Choice | None:
    """Offer the newest year where the one asked has no figure."""
    if answer.items or answer.meaning.intent not in ("value", "compare", "rank", "filter"):
        return None
    newest = max((item.latest for item in answer.absent if item.latest), key=lambda found: found.year, default=None)
    if newest is None:
        return None
    if len(answer.communities) > 1:
        ranking = _question(Next("rank", metric=newest.metric, year=newest.year), None, words)
        if ranking is None:
            return None
        return replace(ranking, label=words.texts.plain("ask.next.of_year", year=newest.year, label=ranking.label))
    return _question(Next("value", newest.community, metric=newest.metric, year=newest.year), None, words)
