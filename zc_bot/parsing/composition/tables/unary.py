"""What a category may stand for by itself."""

from __future__ import annotations

from zc_bot.parsing.composition import conditions as c
from zc_bot.parsing.composition import counts as n
from zc_bot.parsing.composition import questions as q
from zc_bot.parsing.composition import relations as r
from zc_bot.parsing.composition import sets as s
from zc_bot.parsing.composition import topics as t
from zc_bot.parsing.composition import whether as w
from zc_bot.parsing.composition.chart import Unary
from zc_bot.parsing.composition.values import Topic

UNARY = (
    Unary("a place", "place", "topic", t.place),
    Unary("which way", "up_or_down", "gap", lambda it: it, 0.1),
    Unary("a metric", "metric", "topic", t.metric),
    Unary("an average growth", "growing", "topic", t.growing, 0.1),
    Unary("the policy's average growth", "growing", "topic", t.growth_metric, 0.1),
    Unary("a metric by its unit", "asked_by_unit", "topic", lambda code: t.metric((code,)), 0.3),
    Unary("how much by its unit", "asked_by_unit", "much", t.of_its_unit, 0.2),
    Unary("apart by so many", "apart_unit", "gap", lambda _: "", 0.1),
    Unary("per head", "per_head", "topic", t.per_head),
    Unary("years running", "each_years", "topic", t.years_running, 0.1),
    Unary("years", "years", "topic", t.years),
    Unary("the city", "all", "topic", t.whole),
    Unary("requirements met", "met_count", "topic", t.requirements_met),
    Unary("looked at", "view", "topic", t.seen_as, 0.1),
    Unary("share of the city", "share", "topic", t.as_share, 0.1),
    Unary("place among all", "place_of", "topic", t.as_place, 0.1),
    Unary("sum", "sum", "topic", t.put_together("sum"), 0.1),
    Unary("mean", "mean", "topic", t.put_together("mean"), 0.1),
    Unary("mean of years", "mean_of_years", "topic", lambda _: Topic(fold="mean", yearly=True), 0.1),
    Unary("median", "median", "topic", t.put_together("median"), 0.1),
    Unary("how far the ends are apart", "spread", "topic", t.put_together("spread"), 0.1),
    Unary("row by row", "by", "topic", t.by_kind, 0.1),
    Unary("year by year", "by_year", "topic", t.year_by_year, 0.1),
    Unary("of all years", "ever", "topic", t.of_all_years, 0.1),
    Unary("a set of places", "set", "described", t.described, 0.1),
    Unary("a ranked set with its metric", "set", "ranked", t.ranked, 0.3),
    Unary("a verdict on all", "all_met", "said", c.verdict_alone, 0.4),
    Unary("a verdict alone", "verdict", "said", c.verdict_alone, 0.4),
    Unary("a requirement only by its number", "line", "line_on", lambda n: (Topic(), n), 0.3),
    Unary("a numbered requirement, passed or not", "passed", "said", c.passed_alone),
    Unary("passed or not, on what", "passed_on", "said", c.line_said),
    Unary("whose moved more", "more_moved", "set", lambda more: s.moved_more(more, None), 0.1),
    Unary("a condition alone", "said", "query", n.alone, 0.5),
    Unary("asks for places", "set", "query", n.places_query, 0.2),
    Unary("places, year by year", "place_trend", "topic", t.place_by_year, 0.1),
    Unary("whether it is within a bound", "held", "query", w.whether_within, 0.3),
    Unary("whether it is above another", "held", "query", r.whether, 0.3),
    Unary("by what is what", "by_topic", "topic", t.itself, 0.3),
    Unary("asks in several ways", "so_much", "query", lambda query: query if len(query.measures) > 1 else None, 0.1),
    Unary("asks for figures", "topic", "query", q.figures, 0.2),
)
