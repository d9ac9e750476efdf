"""An authority's steps in words: who has its plan and policies, since when, and what was due and is not on record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from markupsafe import Markup

from zc_bot.evaluation.ledger import Noted
from zc_bot.evaluation.steps import STEPS, Step, StepKind, overdue
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names
from zc_bot.texts.overseeing.ledger import besides

LISTED = 13
START_DUE = "start-due"
"""The reading of ours by which a start is due."""
NAMED = 3


def word_steps(
    steps: Sequence[Step], topic: str, lacking: bool, words: Words, today: date,
    waits: Collection[tuple[str, str]] = (),
) -> list[Markup]:
    """Word the steps of a kind, of all kinds, or those that were due; lacking: asked for those not on record.

    waits: by kind and authority, which are told of beneath, since they wait for review.
    """
    if topic == "late":
        return _late(overdue(steps, today), words, today)
    kinds = tuple(kind for kind in STEPS if topic in {"", kind})
    lines: list[Markup] = []
    for kind in kinds:
        some = [one for one in steps if one.kind == kind]
        if len({one.authority for one in steps}) == 1:
            lines += [_one(step, words, today) for step in some
                      if step.reached or (step.kind, step.authority) not in waits]
        else:
            lines += _of_kind(kind, some, lacking, words, today, brief=len(kinds) > 1)
    open_start = any(one.kind == "start" and one.kind in kinds and not one.reached for one in steps)
    reading = words.programme.assumption.get(START_DUE) if open_start else None
    if reading is not None:
        lines.append(words.texts("ask.assumption", text=reading.text(words.lang)))
    return [*lines, words.texts("ledger.step.ground")]


def _late(steps: Sequence[Step], words: Words, today: date) -> list[Markup]:
    """Word what was due and is not on record, what has been due for longest first."""
    ground = words.texts("ledger.step.ground_due")
    if not steps:
        return [words.texts("ledger.step.none_due"), ground]
    lines = [words.texts("ledger.step.due_line", late=word_late(one, words, today)) for one in steps[:LISTED]]
    rest = len(steps) - LISTED
    more = [words.texts("ledger.more", count=rest)] if rest > 0 else []
    return [words.texts("ledger.step.head_due", count=len(steps)), *lines, *more, ground]


def word_overdue(steps: Sequence[Step], words: Words, today: date, limit: int = NAMED) -> str:
    """Name what was due and is not on record, '' where there is nothing."""
    found = overdue(steps, today)
    starts = [one for one in found if one.kind == "start"]
    names = [_name(one, words) for one in found if one.kind != "start"]
    if len(starts) > limit:
        names.append(words.texts.plain("ledger.step.starts", count=len(starts)))
    else:
        names += [_name(one, words) for one in starts]
    return words.listed(names, limit)


def word_late(step: Step, words: Words, today: date) -> str:
    """Word one step that was due and is not on record, with how long ago."""
    return words.texts.plain("ledger.step.late", name=_name(step, words), due=step.due, days=step.days_over(today))


def _of_kind(
    kind: StepKind, steps: Sequence[Step], lacking: bool, words: Words, today: date, brief: bool
) -> Iterator[Markup]:
    """Word a kind over several authorities: first those that were asked for."""
    there, missing = [one for one in steps if one.reached], [one for one in steps if not one.reached]
    whose = words.texts.plain("ledger.step.communities" if kind in {"start", "record"} else "ledger.step.authorities")
    shown = {"name": words.texts.plain(f"ledger.kind.{kind}"), "whose": whose, "of": len(steps),
             "has": words.texts.plain(f"ledger.step.has.{kind}")}
    if lacking:
        yield words.texts("ledger.step.head_lacking", count=len(missing), **shown)
        yield from _lines(missing, words, today)
        if there:
            yield words.texts("ledger.step.have", names=words.listed(_whose(one, words) for one in there))
        return
    yield words.texts("ledger.step.head", count=len(there), **shown)
    if not brief:
        yield from _lines(there, words, today)
    if missing and (there or any(one.is_overdue(today) for one in missing)):
        names = words.listed(_whose(one, words) if brief else _missing(one, words, today) for one in missing)
        yield words.texts("ledger.milestone.lacking", names=names)


def _lines(steps: Sequence[Step], words: Words, today: date) -> Iterator[Markup]:
    """Word steps a line each, and say how many there are besides."""
    yield from (_line(one, words, today) for one in steps[:LISTED])
    if len(steps) > LISTED:
        yield words.texts("ledger.more", count=len(steps) - LISTED)


def _missing(step: Step, words: Words, today: date) -> str:
    """Name who lacks a step, with how long ago it was due."""
    name = _whose(step, words)
    days = step.days_over(today)
    return words.texts.plain("ledger.step.over", name=name, days=days) if days else name


def _line(step: Step, words: Words, today: date) -> Markup:
    if not step.reached:
        key = "ledger.step.line_late" if step.is_overdue(today) else "ledger.step.line_open"
        return words.texts(key, whose=_whose(step, words), due=step.due or "", days=step.days_over(today))
    return words.texts("ledger.step.line", whose=_whose(step, words), day=step.day, name=step.noted_by,
                       proof=_proof(step, words))


def _one(step: Step, words: Words, today: date) -> Markup:
    """Word one step of a single authority, the day first."""
    shown = {"whose": _whose(step, words), "name": words.texts.plain(f"ledger.kind.{step.kind}")}
    if step.reached:
        return words.texts("ledger.step.one", day=step.day, by=step.noted_by, proof=_proof(step, words), **shown)
    due = ""
    if step.due is not None:
        key = "ledger.step.was_due" if step.is_overdue(today) else "ledger.step.is_due"
        due = words.texts.plain(key, due=step.due, days=step.days_over(today))
    return words.texts("ledger.step.one_open", due=due, **shown)


def _proof(step: Step, words: Words) -> str:
    proof = besides(Noted("plan", step.proof, step.authority), words)
    return words.texts.plain("ledger.step.proof", proof=proof) if proof else ""


def _whose(step: Step, words: Words) -> str:
    if step.community:
        return short_names(words.programme, words.lang)[step.community]
    return words.authority(step.authority)


def _name(step: Step, words: Words) -> str:
    kind = words.texts.plain(f"ledger.kind.{step.kind}")
    return words.texts.plain("ledger.step.name", whose=_whose(step, words), kind=kind)
