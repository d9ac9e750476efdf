"""What a query looks at: the figures of other communities and years change nothing of its result."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.evaluation.situation import figure
from zc_bot.evaluation.completeness import choose, filled_from
from zc_bot.evaluation.engine import Result, metrics_behind, run
from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.narrowing import places_behind, year_to_choose, years_behind
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.query import Bound, Judged, Measure, Places, Query
from zc_bot.parsing.query import Test as Bounded
from zc_bot.parsing.question import understand
from zc_bot.policy.programme import Programme

PHRASES = Path(__file__).parents[1] / "corpus" / "composed" / "phrases.txt"
TODAY = date(2020, 3, 2)
YEARS = range(2016, 2021)
UP = Bounded(Measure("total_output", "change"), (Bound(">", Decimal(0)),), (2018, 2019))
LATELY = (
    Query("places", places=Places(where=Judged("met", ("employees",), (2019,)))),
    Query("places", places=Places(where=Judged("met", ("startups_growth",), (2019,)))),
    Query("places", places=Places(where=Judged("met", (), (2019,)))),
    Query("places", places=Places(where=UP)),
    Query("figures", (Measure("total_output", "gain"),), Places(("tongchuang", "nengda")), (2018, 2019)),
)
"""Queries that look at years before those that they name."""


def figures(programme: Programme) -> list[Figure]:
    """Report most figures of most years, some of them not approved."""
    chance = random.Random(2017)
    return [
        figure(
            place, metric.code, year, Decimal(chance.randrange(2 if metric.kind == "yesno" else 100)),
            chance.choice(("approved", "approved", "submitted")),
        )
        for place in programme.community for metric in programme.metrics for year in YEARS
        if chance.random() < (0.9 if year < 2020 else 0.3)
    ]


def queries(lexicon: Lexicon) -> Iterator[Query]:
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        text = line.rpartition(" | ")[0]
        found = understand(text, lexicon, today=TODAY).query if text and not line.startswith("#") else None
        if found is not None:
            yield found


def narrowed(programme: Programme, known: Figures, query: Query) -> Result:
    """Answer from no more than what the query looks at."""
    wanted = year_to_choose(query, programme, metrics_behind(programme, query))
    period = None if wanted is None else choose(programme, wanted, filled_from(known), known.years()[::-1])
    places, years = places_behind(query), years_behind(query, programme, period.full.year if period else None)
    kept = [
        one for one in known
        if (places is None or one.community in places) and (years is None or one.year in years)
    ]
    return run(query, programme, Figures(kept, known.years() if years is None else ()), period)


def test_a_query_finds_the_same_among_what_it_looks_at_as_among_everything(
    programme: Programme, lexicon: Lexicon
) -> None:
    everything, narrow = figures(programme), 0
    for query in (*queries(lexicon), *LATELY):
        inputs = metrics_behind(programme, query)
        known = Figures(one for one in everything if one.metric in inputs)
        whole, part = run(query, programme, known), narrowed(programme, known, query)
        assert part == replace(whole, period=part.period, year=part.year), query
        assert part.period in {None, whole.period}, query
        narrow += years_behind(query, programme) is not None or places_behind(query) is not None
    assert narrow > 90, "and most of them look at a part"


@pytest.mark.parametrize(
    ("text", "places", "years"),
    [
        ("2019年通创和能达总产值差多少", {"tongchuang", "nengda"}, {2019}),
        ("2019年高新占比超过60%而且从业人员超过5000人的社区", None, {2019}),
        ("2019年总产值比2017年涨得最多的社区", None, {2017, 2019}),
        ("2019年总产值涨幅超过10%的社区有哪些", None, {2018, 2019}),
        ("通创总产值哪一年最高", {"tongchuang"}, None),
        ("从业人员年均增长超过10%而且总产值超过50亿的社区", None, None),
        ("2019年通创总产值占全市多少", None, {2019}),
        ("2019年通创总产值高于全市平均多少", None, {2019}),
    ],
)
def test_what_a_question_looks_at(
    programme: Programme, lexicon: Lexicon, text: str, places: set[str] | None, years: set[int] | None
) -> None:
    query = understand(text, lexicon, today=TODAY).query
    assert query is not None
    found, when = places_behind(query), years_behind(query, programme)
    assert (None if found is None else set(found), None if when is None else set(when)) == (places, years)
