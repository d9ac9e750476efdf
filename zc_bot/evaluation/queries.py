"""The result of a composed query as an answer, with a row for all that was found."""

from __future__ import annotations

from zc_bot.evaluation.completeness import Period
from zc_bot.evaluation.engine import Result, run
from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.formulas import Given, shown, written
from zc_bot.evaluation.found import Found
from zc_bot.evaluation.lookups import assumptions_of
from zc_bot.evaluation.result import Answer, Row
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.query import Query
from zc_bot.policy.programme import Programme


def answer_query(
    meaning: Meaning, query: Query, programme: Programme, figures: Figures, chosen: Period | None = None
) -> Answer:
    """Answer a composed query; chosen: the year that answers where it names none, if it was chosen before."""
    result = run(query, programme, figures, chosen)
    found = [one for one in (result.rows or result.grounds) if one.number is not None]
    named = bool(meaning.years)
    return Answer(
        meaning=meaning,
        communities=result.chosen,
        metrics=meaning.metrics,
        years=tuple(dict.fromkeys(one.year for one in found)),
        rows=tuple(_row(one, query, programme) for one in found),
        assumptions=assumptions_of(programme, meaning.metrics),
        result=result,
        period=None if named or not _needs_year(result) else result.period,
    )


def _needs_year(result: Result) -> bool:
    """Tell whether the answer rests on a year that was chosen."""
    query = result.query
    growing = any(measure.view == "average_growth" for measure in query.measures)
    of_all = query.places.top is not None and query.places.top.ever
    found = query.ask == "year" or query.at is not None
    return not (found or query.ever or growing or of_all)


_FOLDED = frozenset({"mean", "median", "spread"})


def _row(one: Found, query: Query, programme: Programme) -> Row:
    """Write one found figure; who reported it is who reported its last, of a fold nobody."""
    last = max(one.figures, key=lambda figure: figure.reported_at, default=None) if one.community else None
    assert one.number is not None
    plain = one.unit == "%" and one.measure.view == "value"
    value = shown(one.number, programme.bounds[one.measure.metric] if plain else ())
    yesno = one.measure.metric in programme.metric and programme.metric[one.measure.metric].kind == "yesno"
    text = written(value) if isinstance(one.number, Given) else f"{value:f}"
    statuses = {figure.status for figure in one.figures}
    return Row(
        community=one.community,
        metric=one.measure.metric,
        year=one.year,
        value=("yes" if value else "no") if yesno and one.measure.view == "value" else text,
        unit=one.unit,
        status="submitted" if "submitted" in statuses else "approved" if statuses else None,
        reported_by=last.reported_by if last else None,
        reported_at=last.reported_at if last else None,
        counted=one.counted,
        expected=one.of,
        view=query.fold if query.fold in _FOLDED and not one.community else one.measure.view,
    )
