"""What a question means: the frozen value that the parser makes and the evaluation answers."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from zc_bot.parsing.arrival import Arrival
from zc_bot.parsing.filed import Filed
from zc_bot.parsing.query import Query
from zc_bot.values import dataclass

Intent = Literal[
    "value", "compare", "trend", "growth", "rank", "check", "filter", "aggregate", "missing", "provenance",
    "requirement", "directory", "programme", "deadline", "report", "remind", "card", "why", "definition", "changes",
    "person", "export", "status", "timeliness", "briefing", "support", "milestone", "decision", "target", "progress",
    "help", "clarify", "unknown",
]
Reason = Literal[
    "place", "metric", "chatter", "thanks", "greeting", "empty", "too_long", "misspelt", "report", "unclear",
    "period", "several", "nobody", "whom",
]
BY_DEPARTMENT = "departments"
"""The topic of `support` that is summed up by who granted it."""
BY_AUTHORITY = "authorities"
"""The topic of `support` that is summed up by whose authority got it."""
RENAMED = "renamed"
"""The topic of `directory` that is asked what became of an authority."""
NEXT, OPENING = "next", "opening"
"""Topics of `deadline`: the next one is asked for, whatever of the last is open; when a collection begins."""
Comparison = Literal["<", "<=", ">", ">=", "="]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound in a question (低于60%): `value` is exact and in the asked metric's own unit.

    upper: for 60%到70%之间, the other end; both belong to it.
    """

    comparison: Comparison
    value: Decimal
    upper: Decimal | None = None

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """Both ends of a range, or the one bound."""
        return (self.value,) if self.upper is None else (self.value, self.upper)


@dataclass(frozen=True, slots=True)
class Choice:
    """A tappable question offered instead of a guess; `question` is a complete question that is understood.

    codes: the community and the metric that it settles on.
    """

    label: str
    question: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meaning:
    """One question as understood.

    communities, metrics, years: codes and calendar years that the question named or carried over, in its
    order; empty where it named none. `implied` is the asker's single community when a metric was asked
    without one. `authority` is set when an authority's name stood for its communities.
    """

    intent: Intent
    question: str = ""
    communities: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    implied: tuple[str, ...] = ()
    authority: str | None = None
    requirements: tuple[str, ...] = ()
    """Requirement ids that were asked about: R4 for 高新占比要求多少, G1 for 建成几个了."""
    facts: tuple[str, ...] = ()
    """Ids of programme facts asked about (`Programme.facts`); `programme` without one asks for the outline."""
    threshold: Threshold | None = None
    verdict: Literal["met", "not_met", "undetermined"] | None = None
    """For `filter`: only communities with this verdict (哪些没达标), on the metrics' requirements or on all."""
    limit: int | None = None
    """For `rank`: how many are asked for (前三名); None: all."""
    ascending: bool = False
    """For `rank`: the smallest first (倒数第一, 最少); for `status` by what was gained: the most lost first."""
    count: bool = False
    """For `filter`, `missing`, `directory`: asked how many (几个, 多少家社区)."""
    on_record: bool = False
    """For `directory`: asked which the province has on record."""
    whole: bool = False
    """For `aggregate`: asked over the whole city rather than the named communities."""
    choices: tuple[Choice, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    """Spellings that were corrected, each as (typed, read as): (通闯, 通创社区)."""
    other_place: str | None = None
    """For `unknown`: a place outside the programme that was asked about."""
    other_metric: str = ""
    """A figure that was asked for and that nobody holds."""
    reason: Reason | None = None
    """For `unknown` and `clarify`: why."""
    shown: int | None = None
    """For what follows a question that named no year: the newest year that its answer showed."""
    role: str = ""
    """For `person`: whose contact is asked for, `reporter`, `reviewer` or `admin`."""
    topic: str = ""
    """For `help`: what it is asked how to do (withdraw, correct, …). For `progress`: the only kind asked for. For
    `support`: the departments asked about, `BY_DEPARTMENT` or `BY_AUTHORITY`. For `trend`: `each` of all, not
    their sum."""
    people: tuple[int, ...] = ()
    """For `person`: the ids of those named."""
    days: tuple[date, date] | None = None
    """For `changes`, `support` and `decision`: the first and the last day."""
    as_file: bool = False
    """The picture is asked for as a file."""
    as_of: date | None = None
    """Asked from what had been recorded by the end of that day."""
    query: Query | None = None
    """For a question that puts several things together: what it asks, as data."""
    filed: Filed | None = None
    """For `status` and `provenance`: what is asked of figures that were handed in."""
    arrival: Arrival | None = None
    """For `timeliness`: who handed whole years in, and in time."""
    parts: tuple[Meaning, ...] = ()
    """For `clarify`: both questions of a line, of which the second follows the first; each is answered."""
    rule: str = ""
    """The name of the rule that decided."""
    found: tuple[str, ...] = ()
    """For what follows: the communities that the answer named, in its order."""
    recent: tuple[str, ...] = ()
    """For what follows: the communities named lately, one after the other, the last one last."""
    mentions: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    """For what follows: what was named one after the other in the same place, 22年, 23呢: years, (2022, 2023)."""
    unused: tuple[str, ...] = ()
    """Words that nobody knows and that changed nothing."""
    carried: frozenset[Literal["communities", "metrics", "years", "intent"]] = field(default_factory=frozenset)
    """What was carried over from the question before."""

    def changed(self, **parts: Any) -> Meaning:
        """Return it with some parts changed; `dataclasses.replace` sets each of the forty anew."""
        found = object.__new__(Meaning)
        found.__dict__.update(self.__dict__, **parts)
        return found

    @property
    def tells_how_it_stands(self) -> bool:
        """Whether nothing is asked of a place or the whole that is named, so that it is told how it stands."""
        named = self.intent == "check" and self.rule == "what is named" and self.query is None
        return named and not (self.metrics or self.requirements)

    @property
    def hesitates(self) -> bool:
        """Whether it was asked which of several things a word means, rather than offered what might be asked."""
        return any(choice.codes for choice in self.choices)
