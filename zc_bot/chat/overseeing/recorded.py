"""What is on record, asked for in words: support, steps of authorities, decisions and targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from zc_bot.chat.overseeing.view import View
from zc_bot.evaluation.figures import Query
from zc_bot.evaluation.goals import judge_goals
from zc_bot.evaluation.ledger import MILESTONES, Record, RecordKind, kind_of_support, towards
from zc_bot.evaluation.rankings import requirements_for
from zc_bot.evaluation.steps import Step, steps_of
from zc_bot.parsing.meaning import BY_AUTHORITY, BY_DEPARTMENT, Choice, Meaning
from zc_bot.storage import figures, ledger, milestones, proofs
from zc_bot.texts.answers.check import goal_lines
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.next import rows_of_two
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.overseeing.granted import word_support
from zc_bot.texts.overseeing.ledger import (
    word_decided,
    word_decisions,
    word_last_meeting,
    word_targets,
    word_waiting,
)
from zc_bot.texts.overseeing.steps import word_steps


def support(view: View) -> Rendered:
    """Tell what support was granted: to whom, in which years, by which department and of which kind is asked."""
    known = ledger.load(view.session, view.onlooker, view.as_of)
    found = known if view.of_all else known.about(view.programme, view.places)
    granted = [one for one in found.of("support") if _is_asked_for(one, view)]
    waiting = [one for one in _waiting(view, "support") if _is_asked_for(one, view)]
    lines = word_support(granted, view.places, view.of_all, view.words, view.meaning, waits=bool(waiting))
    return _rendered(view, [*lines, *word_waiting(waiting, view.words)])


def _waiting(view: View, *kinds: RecordKind) -> list[Record]:
    """Return what waits for review and the asker sees, of whom it is asked; of a moment of before nothing is told."""
    if view.as_of is not None:
        return []
    known = ledger.load(view.session, view.who)
    found = known if view.of_all else known.about(view.programme, view.places)
    return [one for one in found.waiting() if one.noted.kind in kinds]


def _is_asked_for(one: Record, view: View) -> bool:
    meaning, kind = view.meaning, kind_of_support(view.programme, one.noted)
    of_year = one.noted.day is not None and one.noted.day.year in meaning.years
    of_kind = kind is not None and kind.id in meaning.facts
    of_all = meaning.topic in {"", BY_DEPARTMENT, BY_AUTHORITY}
    by = of_all or any(name in one.noted.who for name in meaning.topic.split("、"))
    return (not meaning.years or of_year) and _is_within(one, meaning) and (not meaning.facts or of_kind) and by


def _is_within(one: Record, meaning: Meaning) -> bool:
    """Tell whether an entry is of the days that are asked about, if any are."""
    if meaning.days is None:
        return True
    first, last = meaning.days
    return one.noted.day is not None and first <= one.noted.day <= last


def milestone(view: View) -> Rendered:
    """Tell which authorities have their plan and their policies, which communities started and are on record."""
    meaning = view.meaning
    waiting = [one for one in _waiting(view, *MILESTONES) if meaning.topic in {"", one.noted.kind}]
    waits = frozenset((one.noted.kind, one.noted.authority) for one in waiting)
    lines = word_steps(steps_in(view), meaning.topic, meaning.verdict == "not_met", view.words, view.today, waits)
    lines += word_waiting(waiting, view.words)
    return replace(_rendered(view, lines), buttons=rows_of_two(_proofs(view)))


def _proofs(view: View) -> Iterator[Choice]:
    """Offer the papers that prove one authority's plan or policies, in a private chat alone."""
    if view.who.approved_only or view.of_all:
        return
    known = ledger.load(view.session, view.who).about(view.programme, view.places)
    plain = view.texts.plain
    for kind in MILESTONES:
        entries = [one for one in known.records if one.noted.kind == kind]
        count = len(proofs.of(view.session, entries))
        whose = {one.noted.authority for one in entries}
        if count and len(whose) == 1 and view.meaning.topic in {"", kind}:
            name = plain(f"ledger.kind.{kind}")
            asks = plain("ledger.proof.asks", whose=view.words.authority(whose.pop()), name=name)
            yield Choice(plain("ledger.proof.button", count=count), asks)


def steps_in(view: View) -> tuple[Step, ...]:
    """Return the steps of the authorities asked about."""
    known = ledger.load(view.session, view.onlooker, view.as_of)
    reached = milestones.load(view.session, view.as_of).until(view.today)
    return steps_of(view.programme, known, reached, view.places)


def decisions(view: View) -> Rendered:
    """Tell what was decided and is not done."""
    known = ledger.load(view.session, view.onlooker, view.as_of)
    found = known if view.of_all else known.about(view.programme, view.places)
    if view.meaning.days is not None:
        decided = [one for one in found.of("decision") if _is_within(one, view.meaning)]
        return _rendered(view, word_decided(decided, view.meaning.days, view.words, view.today))
    if view.meaning.topic == "meeting":
        return _rendered(view, word_last_meeting(found.last_meeting(), view.words, view.today))
    bodies = [name for name in view.meaning.topic.split("、") if name]
    if bodies:
        found = found.of_bodies(bodies)
    whose = view.words.departments(view.meaning.topic) if bodies else "" if view.of_all else _whose(view)
    return _rendered(view, word_decisions(found, view.words, view.today, whose))


def _whose(view: View) -> str:
    """Name whom decisions are asked of: their authority, where it is one."""
    owners = dict.fromkeys(view.programme.community[code].authority for code in view.places)
    return view.words.listed(map(view.words.authority, owners))


def targets(view: View) -> Rendered:
    """Hold targets against the figures that the asker sees; asked of all, with the goals of the notice apart."""
    meaning = view.meaning
    known = ledger.load(view.session, view.onlooker, view.as_of).about(view.programme, view.places)
    wanted = [one for one in known.of("target") if _is_target_asked_for(one, meaning)]
    every = Query(tuple(view.programme.metric), view.places)
    seen = view.shown(figures.load(view.session, view.who, view.programme, [every]))
    waiting = [one for one in _waiting(view, "target") if _is_target_asked_for(one, meaning)]
    words = replace(view.words, seen=view.seen)
    found, missed = tuple(towards(view.programme, seen, wanted)), meaning.verdict == "not_met"
    lines = word_targets(found, meaning.metrics, words, bool(waiting), missed)
    lines += word_waiting(waiting, view.words)
    if not (wanted or waiting):
        return replace(_rendered(view, [*lines, *_required(view)]), buttons=_who_fails(view))
    if view.of_all and not (meaning.metrics or meaning.years):
        reached = milestones.load(view.session, view.as_of).until(view.today)
        goals = judge_goals(view.programme, reached, view.today.year)
        lines += [view.texts("ledger.target.goals")]
        lines += [line for goal in goals for line in goal_lines(goal, view.words)]
    return _rendered(view, lines)


def _required(view: View) -> list[Markup]:
    """Say what the policy requires of the figures of which no target is on record."""
    asked = requirements_for(view.meaning, view.programme) if view.meaning.metrics else []
    return [view.texts("ask.need", need=one.text(view.words.lang), clause=one.cite.clause) for one in asked]


def _who_fails(view: View) -> tuple[tuple[Choice, ...], ...]:
    """Offer who fails that, where it is asked of several."""
    metrics = view.meaning.metrics
    if len(metrics) != 1 or len(view.places) == 1 or not _required(view):
        return ()
    label = view.texts.plain("ask.next.not_met.label")
    question = view.texts.plain("ask.next.not_met.question", metric=view.words.metric(metrics[0]), when="")
    return ((Choice(label, question),),)


def _is_target_asked_for(one: Record, meaning: Meaning) -> bool:
    of_year = not meaning.years or one.noted.year in meaning.years
    return of_year and (not meaning.metrics or one.noted.metric in meaning.metrics)


def _rendered(view: View, lines: Sequence[Markup]) -> Rendered:
    return Rendered(fit(Message(list(lines)), view.texts))
