"""What a category may stand for by itself."""

from __future__ import annotations

from zc_bot.parsing.composition import conditions as c
from zc_bot.parsing.composition import counts as n
from zc_bot.parsing.composition import questions as q
from zc_bot.parsing.composition import relations as r
from zc_bot.parsing.composition import sets as s
from zc_bot.parsing.composition import topics as t
from zc_bot.parsing.composition import whether as w
from zc_bot.parsing.composition.chart import Lift
from zc_bot.parsing.composition.values import Topic

LIFTS = (
    Lift("a place", "place", "topic", t.place),
    Lift("which way", "up_or_down", "gap", lambda it: it, 0.1),
    Lift("a metric", "metric", "topic", t.metric),
    Lift("an average growth", "growing", "topic", t.growing, 0.1),
    Lift("the policy's average growth", "growing", "topic", t.growth_metric, 0.1),
    Lift("a metric by its unit", "asked_by_unit", "topic", lambda code: t.metric((code,)), 0.3),
    Lift("how much by its unit", "asked_by_unit", "much", t.of_its_unit, 0.2),
    Lift("apart by so many", "apart_unit", "gap", lambda _: "", 0.1),
    Lift("per head", "per_head", "topic", t.per_head),
    Lift("years running", "each_years", "topic", t.years_running, 0.1),
    Lift("years", "years", "topic", t.years),
    Lift("the city", "all", "topic", t.whole),
    Lift("requirements met", "met_count", "topic", t.requirements_met),
    Lift("looked at", "view", "topic", t.seen_as, 0.1),
    Lift("share of the city", "share", "topic", t.as_share, 0.1),
    Lift("place among all", "place_of", "topic", t.as_place, 0.1),
    Lift("sum", "sum", "topic", t.put_together("sum"), 0.1),
    Lift("mean", "mean", "topic", t.put_together("mean"), 0.1),
    Lift("median", "median", "topic", t.put_together("median"), 0.1),
    Lift("how far the ends are apart", "spread", "topic", t.put_together("spread"), 0.1),
    Lift("row by row", "by", "topic", t.by_kind, 0.1),
    Lift("year by year", "by_year", "topic", t.year_by_year, 0.1),
    Lift("of all years", "ever", "topic", t.of_all_years, 0.1),
    Lift("a set of places", "set", "described", t.described, 0.1),
    Lift("a ranked set with its metric", "set", "ranked", t.ranked, 0.3),
    Lift("a verdict on all", "all_met", "said", c.verdict_alone, 0.4),
    Lift("a verdict alone", "verdict", "said", c.verdict_alone, 0.4),
    Lift("a requirement only by its number", "line", "line_on", lambda n: (Topic(), n), 0.3),
    Lift("a numbered requirement, passed or not", "passed", "said", c.passed_alone),
    Lift("passed or not, on what", "passed_on", "said", c.line_said),
    Lift("whose moved more", "more_moved", "set", lambda more: s.moved_more(more, None), 0.1),
    Lift("a condition alone", "said", "query", n.alone, 0.5),
    Lift("asks for places", "set", "query", n.places_query, 0.2),
    Lift("places, year by year", "place_trend", "topic", t.place_by_year, 0.1),
    Lift("whether it is within a bound", "held", "query", w.whether_within, 0.3),
    Lift("whether it is above another", "held", "query", r.whether, 0.3),
    Lift("by what is what", "by_topic", "topic", t.itself, 0.3),
    Lift("asks in several ways", "so_much", "query", lambda query: query if len(query.measures) > 1 else None, 0.1),
    Lift("asks for figures", "topic", "query", q.figures, 0.2),
)
