"""Any phrase of the corpus after any other: an answer comes, whatever was asked before."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from tests.chat.conftest import Chats
from tests.corpus.load import phrases
from zc_bot.chat.asking.consult import consult
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Metric
from zc_bot.policy.roles import OPERATOR
from zc_bot.sandbox.limits import TEXT
from zc_bot.sandbox.markup import parse_html, utf16_length
from zc_bot.storage import figures
from zc_bot.storage.figures import Entry
from zc_bot.storage.session import Session

WALKS, EACH = 500, 8


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("reported", [1.0, 0.4])
def test_a_walk_through_the_corpus_is_answered_at_every_step(chats: Chats, reported: float) -> None:
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
    chance = random.Random(2019)

    def walk(session: Session) -> None:
        context: Meaning | None = None
        said = chance.choices(texts, k=EACH)
        for text in said:
            try:
                found = consult(session, rules, OPERATOR, text, context, chats.now)
            except Exception as error:
                error.add_note(" / ".join(said))
                raise
            assert utf16_length(parse_html(str(found.rendered.text))[0]) <= TEXT
            assert found.json()
            context = remembered(context, found.meaning)

    for _ in range(WALKS):
        chats.store.read(walk)


def _entry(community: str, metric: Metric, year: int, index: int, luck: random.Random, reported: float) -> Entry:
    """Make up a figure; where not all is reported, some are nought, not applicable or confidential as well."""
    if reported < 1 and luck.random() < 0.2:
        return Entry(community, metric.code, year, None, marker=luck.choice(("not_applicable", "confidential")))
    if metric.kind == "yesno":
        return Entry(community, metric.code, year, Decimal(luck.random() < 0.7))
    nought = reported < 1 and luck.random() < 0.1
    return Entry(community, metric.code, year, Decimal(0 if nought else 60 + index))
