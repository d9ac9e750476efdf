"""Any phrase of the corpus after any other: what comes is what was reported, whatever was asked before."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.chat.conftest import Chats
from tests.corpus.load import phrases
from zc_bot.chat.asking.consult import Consultation, consult
from zc_bot.evaluation.figures import Key
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric
from zc_bot.policy.roles import OPERATOR
from zc_bot.sandbox.limits import TEXT
from zc_bot.sandbox.markup import parse_html, utf16_length
from zc_bot.storage import figures
from zc_bot.storage.observations import Entry
from zc_bot.storage.session import Session

EACH = 8


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("reported", [1.0, 0.4])
@pytest.mark.slow
@pytest.mark.parametrize("walks", [120, pytest.param(500, marks=pytest.mark.long)])
def test_a_walk_through_the_corpus_is_answered_at_every_step(chats: Chats, reported: float, walks: int) -> None:
    rules, luck = chats.conversation.rules, random.Random(reported)
    entries = [
        _entry(community.code, metric, year, index, luck, reported)
        for community in rules.programme.communities
        for index, metric in enumerate(rules.programme.metrics)
        for year in (2018, 2019)
        if luck.random() < reported
    ]
    chats.store.write(
        lambda s: figures.record(
            s, OPERATOR, rules.programme, entries, operation="all", way="import", now=chats.now, approve=True
        )
    )
    texts = [turn.text for folder in ("phrases", "officials") for case in phrases(folder) for turn in case.turns]
    chance, given = random.Random(2019), {(one.community, one.metric, one.year): one for one in entries}
    looked_at: Counter[str] = Counter()

    def walk(session: Session) -> None:
        context: Meaning | None = None
        said = chance.choices(texts, k=EACH)
        for text in said:
            try:
                found = consult(session, rules, OPERATOR, text, context, chats.now)
                looked_at.update(check(found, given, rules.programme))
            except Exception as error:
                error.add_note(" / ".join(said))
                raise
            assert utf16_length(parse_html(str(found.rendered.text))[0]) <= TEXT
            context = remembered(context, found.meaning)

    for _ in range(walks):
        chats.store.read(walk)
    wanted = {"figure": 2 * walks, "share": walks // 5, "total": walks // 10 if reported == 1 else 0}
    assert all(looked_at[kind] >= count for kind, count in wanted.items()), looked_at


def check(found: Consultation, given: Mapping[Key, Entry], programme: Programme) -> list[str]:
    """Hold each row of an answer against what was reported; returns what kinds of rows were held so."""
    said, meaning = found.json(), found.meaning
    rows = [row for row in said["rows"] if row["view"] == "value"]
    kinds = [_held(row, given, programme) for row in rows]
    if meaning.intent in {"value", "compare", "trend", "card"} and meaning.communities:
        assert {row["community"] for row in rows} <= {*meaning.communities, None}, said
    if meaning.intent in {"value", "compare", "rank", "aggregate", "filter"} and meaning.years:
        assert {row["year"] for row in rows} <= set(meaning.years), said
    if meaning.intent == "rank" and len({(row["metric"], row["year"]) for row in rows}) == 1:
        values = [Decimal(row["value"]) for row in rows if row["value"] not in {None, "yes", "no"}]
        assert values in (sorted(values), sorted(values, reverse=True)), said
    return [kind for kind in kinds if kind]


def _held(row: Mapping[str, Any], given: Mapping[Key, Entry], programme: Programme) -> str:
    """Hold a row against what was reported; '' where that can't be told from it alone."""
    community, metric, year = row["community"], row["metric"], row["year"]
    if row["unit"] != programme.measure[metric].unit:
        return ""
    if community is None:
        return _total(row, given) if row.get("counted") == row.get("expected") == 13 else ""
    if metric in programme.metric:
        entry = given[community, metric, year]
        word = {"0": "no", "1": "yes"} if programme.metric[metric].kind == "yesno" else {}
        wanted = None if entry.value is None else f"{entry.value:f}"
        assert (row["value"], row.get("marker")) == (word.get(wanted or "", wanted), entry.marker), row
        return "figure"
    share = programme.derivation[metric]
    if share.numerator is None or share.denominator is None or row["value"] is None:
        return ""
    parts = [given[community, code, year].value for code in (share.numerator, share.denominator)]
    assert abs(Fraction(row["value"]) - 100 * Fraction(parts[0] or 0) / Fraction(parts[1] or 1)) <= Fraction(1, 200)
    return "share"


def _total(row: Mapping[str, Any], given: Mapping[Key, Entry]) -> str:
    """Hold a sum over all thirteen against its parts, where it is one of a reported metric."""
    parts = [one for (_, metric, year), one in given.items() if (metric, year) == (row["metric"], row["year"])]
    if len(parts) != 13 or row["value"] in {None, "yes", "no"}:
        return ""
    assert Decimal(row["value"]) == sum(one.value or 0 for one in parts), row
    return "total"


def _entry(community: str, metric: Metric, year: int, index: int, luck: random.Random, reported: float) -> Entry:
    """Make up a figure; where not all is reported, some are nought, not applicable or confidential as well."""
    if reported < 1 and luck.random() < 0.2:
        return Entry(community, metric.code, year, None, marker=luck.choice(("not_applicable", "confidential")))
    if metric.kind == "yesno":
        return Entry(community, metric.code, year, Decimal(luck.random() < 0.7))
    if reported < 1 and luck.random() < 0.1:
        return Entry(community, metric.code, year, Decimal(0))
    # A part is smaller than its whole, which stands behind it.
    least, most = (40, 99) if metric.kind == "percent" else (100 * (index + 1), 100 * (index + 1) + 99)
    return Entry(community, metric.code, year, Decimal(luck.randint(least, most)))
