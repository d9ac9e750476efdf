"""Decisions, milestones, targets and support in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from markupsafe import Markup

from zc_bot.evaluation.ledger import Ledger, Noted, Progress, Record, RecordKind, totals
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names

LISTED = 10


def word_noted(noted: Noted, words: Words) -> Markup:
    """Word one entry in a line: what, about whom, how much, by whom, when."""
    parts = [words.texts.plain(f"ledger.kind.{noted.kind}")]
    if noted.community:
        parts.append(short_names(words.programme, words.lang)[noted.community])
    elif noted.authority:
        parts.append(words.authority(noted.authority))
    if noted.metric:
        parts.append(f"{noted.year} {words.metric(noted.metric)}")
    if noted.amount is not None:
        parts.append(words.quantity(noted.amount, noted.unit))
    if noted.who:
        parts.append(noted.who)
    if noted.day is not None:
        parts.append(noted.day.isoformat())
    if noted.due is not None:
        parts.append(words.texts.plain("ledger.due", day=noted.due.isoformat()))
    return words.texts("ledger.entry", head=" ".join(parts), what=noted.what)


def word_line(one: Record, words: Words, today: date) -> Markup:
    """Word an entry that stands, with what is special about it."""
    noted, signs = one.noted, []
    if one.state == "open" and noted.kind == "decision" and noted.due is not None and noted.due < today:
        signs.append(words.texts.plain("ledger.overdue", days=(today - noted.due).days))
    if not one.approved:
        signs.append(words.texts.plain("ledger.waiting"))
    if one.state == "closed":
        signs.append(words.texts.plain("ledger.closed"))
    sign = "".join(words.texts.plain("ledger.sign", sign=text) for text in signs)
    return words.texts("ledger.line", id=one.id, entry=word_noted(noted, words), sign=sign)


def word_support(ledger: Ledger, places: Sequence[str], of_all: bool, words: Words) -> list[Markup]:
    """Word what support was granted: the sums first, then each grant."""
    found = ledger.of("support")
    whose = words.community(None) if of_all else words.listed(
        (short_names(words.programme, words.lang)[code] for code in places), 3)  # fmt: skip
    if not found:
        return [words.texts("ledger.support.none", whose=whose)]
    sums = words.listed(sums_of(found, words))
    head = words.texts("ledger.support.head", whose=whose, sums=sums, count=len(found))
    lines = [_granted(one, words) for one in sorted(found, key=lambda one: one.noted.day or date.min, reverse=True)]
    return [head, *lines[:LISTED], *_rest(len(lines), words)]


def sums_of(found: Iterable[Record], words: Words) -> list[str]:
    return [words.quantity(total, unit) for unit, total, _ in totals(found)]


def _granted(one: Record, words: Words) -> Markup:
    return words.texts("ledger.support.line", entry=word_noted(one.noted, words), name=one.recorded_by)


def word_milestones(ledger: Ledger, everything: Ledger, authorities: Sequence[str], words: Words) -> list[Markup]:
    """Word for each kind of milestone who has it and since when, and who has not."""
    lines: list[Markup] = []
    kinds: tuple[RecordKind, ...] = ("plan", "policy")
    for kind in kinds:
        there = {one.noted.authority: one for one in ledger.of(kind)}
        lacking = [code for code in authorities if code not in there]
        name = words.texts.plain(f"ledger.kind.{kind}")
        lines.append(words.texts("ledger.milestone.head", name=name, count=len(there), of=len(authorities)))
        for code, one in list(there.items())[:LISTED]:
            day = one.noted.day.isoformat() if one.noted.day else ""
            lines.append(words.texts("ledger.milestone.line", authority=words.authority(code), day=day,
                                     name=one.recorded_by))  # fmt: skip
        if lacking:
            names = words.listed(words.authority(code) for code in lacking)
            lines.append(words.texts("ledger.milestone.lacking", names=names))
    return lines


def word_decisions(ledger: Ledger, words: Words, today: date) -> list[Markup]:
    """Word the decisions that are open, those overdue first."""
    found = ledger.open_decisions()
    if not found:
        return [words.texts("ledger.decision.none")]
    head = words.texts("ledger.decision.head", count=len(found), overdue=len(ledger.overdue(today)))
    return [head, *(word_line(one, words, today) for one in found[:LISTED]), *_rest(len(found), words)]


def word_targets(found: Sequence[Progress], words: Words) -> list[Markup]:
    """Word targets beside the figures, with the gap; no verdict of the policy is among them."""
    if not found:
        return [words.texts("ledger.target.none")]
    lines = [words.texts("ledger.target.head", count=len(found))]
    for one in found[:LISTED]:
        noted = one.record.noted
        gap = words.texts.plain("ledger.target.unknown")
        if one.gap is not None:
            key = "reached" if one.gap >= 0 else "missing"
            gap = words.texts.plain(f"ledger.target.{key}", gap=words.quantity(abs(one.gap), noted.unit))
        lines.append(words.texts(
            "ledger.target.line", community=short_names(words.programme, words.lang)[noted.community],
            year=noted.year, metric=words.metric(noted.metric), value=words.value(one.found),
            target=words.quantity(noted.amount, noted.unit) if noted.amount is not None else "", gap=gap,
            pending=words.pending(one.found),
        ))  # fmt: skip
    return [*lines, *_rest(len(found), words)]


def _rest(count: int, words: Words) -> Iterator[Markup]:
    if count > LISTED:
        yield words.texts("ledger.more", count=count - LISTED)
