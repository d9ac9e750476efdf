"""What a question is about: which communities, metrics and years it reaches where it named none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.measurements import inputs_of, measure
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Requirement


def communities_of(meaning: Meaning, programme: Programme) -> tuple[str, ...]:
    """Return the communities named, else the asker's single one, else all."""
    return meaning.communities or meaning.implied or tuple(programme.community)


def named(meaning: Meaning) -> tuple[str, ...]:
    """Return the communities named or implied; empty where the whole programme is meant."""
    return meaning.communities or meaning.implied


def placed(meaning: Meaning) -> tuple[str, ...]:
    """Return the communities whose place among all is asked: one (通创排第几), or an authority's (崇川区排第几).

    The first of an authority's own are an order among those (崇川区最多的), as of any several that are named.
    """
    of_authority = meaning.authority is not None and meaning.limit is None and not meaning.ascending
    asked = meaning.intent == "rank" and (len(meaning.communities) == 1 or of_authority)
    return meaning.communities if asked else ()


def subjects_of(meaning: Meaning, programme: Programme) -> tuple[tuple[str | None, str | None], ...]:
    """Return who was named, each as (authority, None) or (None, community), in their order.

    Where an authority was named, it stands for those of its communities; all of another's stand for that one too.
    """
    found: dict[tuple[str | None, str | None], None] = {}
    for code in meaning.communities:
        authority = programme.community[code].authority
        whole = meaning.authority is not None and set(programme.of_authority[authority]) <= set(meaning.communities)
        found[(authority, None) if whole else (None, code)] = None
    return tuple(found)


def requirements_of(meaning: Meaning, programme: Programme) -> tuple[Requirement, ...]:
    """Return the requirements asked about: by id, by their metrics, or all of them."""
    if meaning.requirements:
        return tuple(programme.requirement[code] for code in meaning.requirements)
    if not meaning.metrics:
        return programme.requirements
    wanted = {*meaning.metrics, *_growths(programme, meaning.metrics), *_shares(programme, meaning.metrics)}
    return tuple(
        requirement
        for requirement in programme.requirements
        if any(condition.metric in wanted for condition in requirement.conditions)
    )


def judged_metrics(requirements: Iterable[Requirement]) -> tuple[str, ...]:
    """Return the metrics that requirements set conditions on, each once."""
    return tuple(dict.fromkeys(item.metric for requirement in requirements for item in requirement.conditions))


def collected_year(meaning: Meaning, programme: Programme, today: date) -> int:
    """Return the reporting year asked about: the last one named, else the last calendar year.

    Nothing is collected for a year to come: next year's deadline is that of this year's figures.
    """
    last = max(programme.first_year, today.year - 1)
    if meaning.intent == "deadline" and meaning.years:
        return min(meaning.years[-1], today.year)
    return meaning.years[-1] if meaning.years else last


def latest_year(
    programme: Programme, figures: Figures, communities: Iterable[str], metrics: Iterable[str]
) -> int | None:
    """Return the newest year in which any of the metrics is known for any of the communities.

    Where none is known (a first year's growth), the newest year with a figure behind one.
    """
    places, codes, years = tuple(communities), tuple(metrics), figures.years()[::-1]
    for year in years:
        if any(measure(programme, figures, place, code, year).known for place in places for code in codes):
            return year
    inputs = inputs_of(programme, codes)
    return next(
        (year for year in years if any(figures.get(place, code, year) for place in places for code in inputs)),
        None,
    )


def _shares(programme: Programme, metrics: Iterable[str]) -> tuple[str, ...]:
    """Return the shares of which some metrics are the part: what is required of 高新产值 is required of its share."""
    wanted = set(metrics)
    return tuple(item.code for item in programme.derived if item.numerator in wanted)


def _growths(programme: Programme, metrics: Iterable[str]) -> tuple[str, ...]:
    wanted = set(metrics)
    return tuple(item.code for item in programme.derived if item.of in wanted)
