"""What a programme is made of, as frozen values: communities, metrics, requirements, the reporting year, words."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=64)]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
MetricKind = Literal["number", "whole", "percent", "yesno"]
Operator = Literal[">=", ">", "=", "about"]


class Record(BaseModel):
    """A frozen row of programme data; unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(Record):
    """One name in both languages."""

    zh: Line
    en: Line

    def __call__(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


class Citation(Record):
    """Where a value comes from: a source's id, its clause, and the day it came into force."""

    source: Code
    clause: str = ""
    in_force: date


class Source(Record):
    id: Code
    title: Label
    number: str = ""
    published: date


class Alias(Record):
    """Another name; `since` and `until` say when it was the official one, and never hide it."""

    text: Line
    since: date | None = None
    until: date | None = None


class Rename(Record):
    """An authority's later official name, or its merger into another authority."""

    name: Label
    since: date
    merged_into: Code | None = None
    source: Code


class Authority(Record):
    """责任主体: the government or park administration that reports for its communities."""

    code: Code
    name: Label
    kind: Literal["county", "zone"]
    aliases: tuple[Alias, ...] = ()
    renames: tuple[Rename, ...] = ()
    cite: Citation


class Community(Record):
    """众创社区. `start` is the calendar year in which it was started; before it nothing is asked.

    carriers_en, focus_en: the same in English, one for one, for who reads English; empty: they are told in Chinese.
    """

    code: Code
    name: Label
    tentative: bool = False
    authority: Code
    start: int = Field(ge=1990, le=2100)
    carriers: tuple[Line, ...] = ()
    carriers_en: tuple[Line, ...] = ()
    focus: tuple[Line, ...] = ()
    focus_en: tuple[Line, ...] = ()
    notes: Line | None = None
    aliases: tuple[Alias, ...] = ()
    assumptions: tuple[Code, ...] = ()
    cite: Citation

    def carriers_in(self, lang: str) -> tuple[str, ...]:
        """Return its carriers as they are called in a language; in Chinese where the programme has no other names."""
        return self.carriers_en or self.carriers if lang == "en" else self.carriers

    def focus_in(self, lang: str) -> tuple[str, ...]:
        """Return its fields in a language; in Chinese where the programme has no other names."""
        return self.focus_en or self.focus if lang == "en" else self.focus


class Metric(Record):
    """A reported figure of one community and one calendar year, in `unit`.

    kind: `number` (exact decimal >= 0), `whole` (integer >= 0), `percent` (0-100), `yesno`.
    standing: it rarely changes, so a form offers last year's value. stock: it says how much there is at the year's
    end, so that several years are not added.
    """

    code: Code
    name: Label
    short: Label
    means: Label | None = None
    """What it means in a sentence or two: what counts and what does not."""
    kind: MetricKind
    unit: str = ""
    dimension: Literal["area", "money", "count", "share", "none"] = "none"
    standing: bool
    stock: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    """Between these lies whatever is no slip of a unit; 0 and a figure without bounds is always taken."""
    aliases: tuple[Line, ...] = ()
    cite: Citation


class Derived(Record):
    """A figure computed from reported ones, never stored: a share (%) or a compound average growth (%)."""

    code: Code
    name: Label
    short: Label
    means: Label | None = None
    unit: Literal["%"] = "%"
    formula: Literal["share", "growth"]
    numerator: Code | None = None
    denominator: Code | None = None
    of: Code | None = None
    aliases: tuple[Line, ...] = ()
    assumptions: tuple[Code, ...] = ()
    cite: Citation


class Condition(Record):
    """One comparison `metric operator threshold`; `threshold` is in the metric's unit, 1 means yes."""

    metric: Code
    operator: Operator
    threshold: Decimal


class Requirement(Record):
    """One clause of the policy: a single condition, or parts that must all hold."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]\d+$")]
    name: Label
    text: Label
    scope: Literal["community", "programme"] = "community"
    conditions: tuple[Condition, ...] = ()
    advisory: bool = False
    goal: Literal["built", "coverage"] | None = None
    target: int | None = None
    close: int | None = None
    aliases: tuple[Line, ...] = ()
    assumptions: tuple[Code, ...] = ()
    cite: Citation


Audience = Literal["reporter", "lead", "reviewer", "admin"]
"""As whom somebody is reminded: who reports, who leads an authority, who reviews, who manages people."""


class Stage(Record):
    """A reminder stage: `open`, or `offset` days from the deadline (negative: before it)."""

    code: Annotated[str, StringConstraints(pattern=r"^(open|D0|D[+-]\d+)$")]
    offset: int | None = None
    audiences: tuple[Audience, ...] = Field(min_length=1)


class ReportingYear(Record):
    """When the figures of year Y are collected, in Y+1, in the programme's time zone."""

    window_month: int = Field(ge=1, le=12)
    window_day: int = Field(ge=1, le=31)
    deadline_month: int = Field(ge=1, le=12)
    deadline_day: int = Field(ge=1, le=31)
    deadline_time: time
    send_from: time
    send_until: time
    stages: tuple[Stage, ...] = Field(min_length=1)
    repeat_days: int = Field(default=28, ge=1)
    """After the last stage one more of its kind each so many days, until an admin ends the year."""
    assumptions: tuple[Code, ...] = ()
    cite: Citation


class Completeness(Record):
    """How full a year must be to answer a question that names none: the share of what is due that is approved."""

    share: Decimal = Field(default=Decimal("0.8"), gt=0, le=1)
    assumptions: tuple[Code, ...] = ()
    cite: Citation | None = None


class DayOff(Record):
    """A day on which our own table overrules the holiday library."""

    day: date
    working: bool
    note: str = ""


class Calendar(Record):
    """Working days: the country's holidays, corrected by `days`, confirmed through `confirmed_through`."""

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    confirmed_through: int
    days: tuple[DayOff, ...] = ()


class Collision(Record):
    """A word that names several things and must be asked about, never guessed.

    default: what it means in a question that says no more (产值), whose answer names it in full; in a report it is
    asked about all the same.
    """

    word: Line
    communities: tuple[Code, ...] = ()
    metrics: tuple[Code, ...] = ()
    default: Code | None = None


class Spoken(Record):
    """A word that stands for a metric only where it is measured or counted: 载体 in 载体大的, not in 载体是什么."""

    word: Line
    metric: Code


class Spelling(Record):
    """What a measure is called, composed: each of `of` is a sequence of names of `parts`, in either language.

    said: sequences of parts that name it with other words between, a verb and a unit (载体 建了多少 万方).
    reported: those that name it only right before an amount (新登记 136); counted: only where that is in its unit
    (新增 136家).
    """

    metric: Code
    of: tuple[Line, ...] = ()
    said: tuple[Line, ...] = ()
    reported: tuple[Line, ...] = ()
    counted: tuple[Line, ...] = ()


class Assumption(Record):
    id: Code
    text: Label


class Fact(Record):
    """Something else the policy says, answered as a fact with its clause."""

    id: Code
    title: Label
    text: Label
    keywords: tuple[Line, ...] = Field(min_length=1)
    cite: Citation
    grants: tuple[Line, ...] = ()
    """Words by which a grant is known to be of this kind of support; none: it is no support."""
