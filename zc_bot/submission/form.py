"""The fields of the form: what a community has to report for a year, in the order it is asked."""

from __future__ import annotations

from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric
from zc_bot.submission.facts import Facts
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """The required metrics of one community and year: the standing ones together, then those of the year."""

    community: str
    year: int
    standing: tuple[Metric, ...]
    yearly: tuple[Metric, ...]

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return (*self.standing, *self.yearly)


def form_for(programme: Programme, community: str, year: int) -> Form:
    """Give a community's form; before its start year nothing is asked."""
    asked = programme.metrics if year >= programme.community[community].start else ()
    return Form(
        community,
        year,
        tuple(metric for metric in asked if metric.standing),
        tuple(metric for metric in asked if not metric.standing),
    )


def missing(facts: Facts, form: Form) -> tuple[str, ...]:
    """Give the codes of the form's metrics without a standing figure, in the form's order."""
    return tuple(
        metric.code for metric in form.metrics if not facts.is_reported(form.community, metric.code, form.year)
    )
