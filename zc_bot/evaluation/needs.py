"""Which figures an answer needs, so that no more than those are loaded."""

from __future__ import annotations

from collections.abc import Iterable

from zc_bot.evaluation.engine import metrics_behind
from zc_bot.evaluation.figures import Figures, Key, Query
from zc_bot.evaluation.measurements import inputs_of
from zc_bot.evaluation.narrowing import places_behind, years_behind
from zc_bot.evaluation.scope import judged_metrics, latest_year, named, placed, requirements_of
from zc_bot.evaluation.survey import Survey
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme


def needs(
    meaning: Meaning, programme: Programme, survey: Survey | None = None, chosen: int | None = None
) -> tuple[Query, ...]:
    """Return what `answer` has to be given; questions about the policy need no figures.

    survey: the verdicts of communities that are too many to be shown; only of those that are, figures are needed.
    chosen: the year that answers a query which names none.
    """
    if (query := meaning.query) is not None:
        places, years = places_behind(query), years_behind(query, programme, chosen)
        every_year = places is not None and years is None
        return (Query(metrics_behind(programme, query), places, years, every_year=every_year),)
    if survey is not None:
        return _of_shown(meaning, programme, survey)
    if meaning.intent in ("value", "compare", "trend", "growth", "rank", "filter", "aggregate"):
        if meaning.intent == "filter" and meaning.threshold is None:
            return _to_judge(meaning, programme)
        return _to_measure(meaning, programme)
    if meaning.intent == "check":
        return _to_judge(meaning, programme)
    if meaning.intent == "card":
        return (Query(tuple(programme.metric), named(meaning)),)
    if meaning.intent == "why":
        metrics = inputs_of(programme, meaning.metrics)
        return (Query(metrics, named(meaning)),) if named(meaning) else (_query(meaning, metrics),)
    if meaning.intent == "provenance":
        metrics = inputs_of(programme, meaning.metrics or programme.metric)
        return (_query(meaning, metrics),)
    return ()


def history_keys(meaning: Meaning, programme: Programme, figures: Figures) -> tuple[Key, ...]:
    """Return the figures whose versions a `provenance` answer tells: those behind the metrics named."""
    places = named(meaning)
    metrics = inputs_of(programme, meaning.metrics)
    year = meaning.years[-1] if meaning.years else latest_year(programme, figures, places, metrics)
    if year is None:
        return ()
    return tuple((place, metric, year) for place in places for metric in metrics)


def _to_measure(meaning: Meaning, programme: Programme) -> tuple[Query, ...]:
    """Ask for every year of the few communities named, for as few years as will do of all of them."""
    growths, others = _split(programme, meaning.metrics)
    if named(meaning) and not placed(meaning):
        return (Query((*dict.fromkeys((*others, *growths)),), named(meaning)),)
    every_year = meaning.intent == "trend" and not meaning.years
    queries = [Query(growths)] if growths else []
    if others:
        queries.append(Query(others) if every_year else _query(meaning, others))
    return tuple(queries)


def _to_judge(meaning: Meaning, programme: Programme) -> tuple[Query, ...]:
    growths, others = _split(programme, judged_metrics(requirements_of(meaning, programme)))
    places = named(meaning) or None
    queries = [Query(growths, places)] if growths else []
    if others:
        queries.append(Query(others, places, meaning.years) if meaning.years else _query(meaning, others))
    return tuple(queries)


def _of_shown(meaning: Meaning, programme: Programme, survey: Survey) -> tuple[Query, ...]:
    wanted = meaning.verdict or "not_met" if meaning.intent == "filter" else None
    places = tuple(dict.fromkeys(one.community for one in survey.shown(wanted)))
    growths, others = _split(programme, judged_metrics(requirements_of(meaning, programme)))
    found = (Query(growths, places), Query(others, places, survey.years))
    return tuple(query for query in found if query.metrics)


def _query(meaning: Meaning, metrics: tuple[str, ...]) -> Query:
    """Ask for the years named and the ones before them, or for the latest two."""
    places = (() if placed(meaning) else named(meaning)) or None
    if not meaning.years:
        return Query(metrics, places, latest=True)
    return Query(metrics, places, tuple(sorted({year - back for year in meaning.years for back in (0, 1)})))


def _split(programme: Programme, metrics: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Separate what growth is worked out from, which needs its base, from the other inputs."""
    codes = tuple(metrics)
    growths = tuple(dict.fromkeys(item.of for item in programme.derived if item.code in codes and item.of))
    return growths, tuple(code for code in inputs_of(programme, codes) if code not in growths)
