"""Which acts an answer is: a row a kind of question, required where every answer is made.

Whichever way a question comes (typed, by a command or a button, under a picture, in a group, inline, in a digest, at
the command line), it is answered by `consult`, which asks here first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from zc_bot.evaluation.result import Answer, Item, NextKind
from zc_bot.parsing.meaning import Intent, Meaning
from zc_bot.parsing.query import Condition, Joined, Judged, Query, tests_of
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act, Principal, require, seen_by

ACTS: Mapping[Intent, tuple[Act, ...]] = {
    "value": (Act.SEE_APPROVED,),
    "compare": (Act.SEE_APPROVED,),
    "aggregate": (Act.SEE_APPROVED,),
    "card": (Act.SEE_APPROVED,),
    "why": (Act.SEE_APPROVED,),
    "changes": (Act.SEE_APPROVED,),
    "filter": (Act.SEE_APPROVED,),
    "trend": (Act.SEE_APPROVED, Act.SEE_TREND),
    "growth": (Act.SEE_APPROVED, Act.SEE_TREND),
    "rank": (Act.SEE_APPROVED, Act.RANK),
    "check": (Act.SEE_APPROVED, Act.JUDGE),
    "status": (Act.SEE_APPROVED, Act.JUDGE, Act.SEE_PROGRESS),
    "briefing": (Act.SEE_APPROVED, Act.JUDGE, Act.BRIEF),
    "export": (Act.SEE_APPROVED, Act.EXPORT),
    "missing": (Act.SEE_MISSING,),
    "timeliness": (Act.SEE_PROGRESS,),
    "progress": (Act.SEE_PROGRESS,),
    "provenance": (Act.SEE_APPROVED, Act.SEE_REPORTER),
    "person": (Act.SEE_REPORTER,),
    "deadline": (Act.SEE_DEADLINE,),
    "remind": (Act.REMIND_ONESELF,),
    # What the notice says, and what was noted by /record.
    "requirement": (Act.SEE_APPROVED,),
    "directory": (Act.SEE_APPROVED,),
    "programme": (Act.SEE_APPROVED,),
    "definition": (Act.SEE_APPROVED,),
    "support": (Act.SEE_APPROVED,),
    "milestone": (Act.SEE_APPROVED,),
    "decision": (Act.SEE_APPROVED,),
    "target": (Act.SEE_APPROVED,),
    # How this is used.
    "help": (Act.GET_HELP,),
    "report": (Act.GET_HELP,),
    # What asks back answers nothing: each question that it offers is asked for itself.
    "clarify": (),
    "unknown": (),
}
_COURSES = frozenset({"change", "gain", "average_growth"})
_ORDERS = frozenset({"league", "gained", "fastest", "districts", "requirements"})
"""What a status is asked for that puts communities in an order."""


def is_not_for(who: Principal, meaning: Meaning) -> bool:
    """Tell whether somebody asks of what they never do: how much they reported, how the language is chosen."""
    filed = meaning.filed
    if filed is not None and filed.state == "reported" and filed.mine:
        return not who.may(Act.REPORT)
    return meaning.intent == "help" and meaning.topic == "language" and not who.may(Act.CHOOSE_LANGUAGE)


def permit(who: Principal, meaning: Meaning) -> None:
    """Raise `NotAllowed`, which names the act, unless `who` may do all that the answer to a question does."""
    for act in acts_of(meaning):
        require(who, act)


def acts_of(meaning: Meaning) -> tuple[Act, ...]:
    """Return what an answer does: by its kind, and by what the question puts together."""
    more = set[Act]()
    if meaning.verdict is not None or (meaning.intent == "filter" and meaning.threshold is None):
        more.add(Act.JUDGE)
    if meaning.intent == "programme" and meaning.requirements:
        more.add(Act.JUDGE)
    if meaning.limit is not None or (meaning.intent == "status" and meaning.topic in _ORDERS):
        more.add(Act.RANK)
    if meaning.query is not None:
        more |= set(_of_query(meaning.query))
    return (*ACTS[meaning.intent], *(act for act in Act if act in more)) if more else ACTS[meaning.intent]


def _of_query(query: Query) -> Iterator[Act]:
    """Tell what a composed question does beside looking figures up."""
    places = query.places
    tests = tests_of(places.where)
    views = {measure.view for measure in (*query.measures, *(test.measure for test in tests))}
    views |= {top.measure.view for top in (*places.orders, query.at) if top is not None}
    if query.ask == "verdict" or "met" in views or _judges(places.where):
        yield Act.JUDGE
    if places.orders or query.ordered or query.at is not None or views & {"place", "climb"}:
        yield Act.RANK
    if views & _COURSES:
        yield Act.SEE_TREND


def _judges(condition: Condition | None) -> bool:
    match condition:
        case Judged():
            return True
        case Joined(_, items):
            return any(map(_judges, items))
    return False


def as_permitted(found: Answer, who: Principal, programme: Programme) -> Answer:
    """Offer next only what `who` may ask, and say nothing of the policy beside the figures to who may not judge.

    It knows of which communities the asker sees what waits, too: what is not there then was not reported.
    """
    offered = tuple(one for one in found.next if all(map(who.may, ACTS[_asked_by(one.kind)])))
    found = replace(found, next=offered, seen=seen_by(who, programme))
    if who.may(Act.JUDGE):
        return found
    totals = tuple(replace(total, item=_unjudged(total.item)) for total in found.totals)
    items, absent = (tuple(map(_unjudged, some)) for some in (found.items, found.absent))
    return replace(found, items=items, absent=absent, totals=totals, judged=False)


def _asked_by(offered: NextKind) -> Intent:
    """Return the kind of question that is offered next."""
    match offered:
        case "not_met":
            return "check"
        case "latest":
            return "value"
        case "missing_before":
            return "missing"
        case "changes_month" | "changes_week":
            return "changes"
        case _:
            return offered


def _unjudged(item: Item) -> Item:
    return replace(item, mark=None, verdicts=())
