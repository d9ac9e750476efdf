"""A trend and a comparison bring a picture that follows the text; it is drawn for real, with its words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.chat.conftest import Chats
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import figures
from zc_bot.storage.figures import Entry
from zc_bot.texts.charts import draw, render_png
from zc_bot.texts.charts_spec import spec_from

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def reported(chats: Chats, programme: Programme) -> Chats:
    entries = [
        Entry(community, metric, year, Decimal(value))
        for community in ("tongchuang", "guanyinshan")
        for year, part in ((2018, 55), (2019, 65))
        for metric, value in (("hitech_output", part), ("total_output", 100))
    ]
    chats.store.write(
        lambda session: figures.record(
            session, OPERATOR, programme, entries, operation="given", way="import", now=chats.now, approve=True
        )
    )
    return chats


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("通创高新占比走势", ["通创社区", "高新产值占比", "要求", "2018", "2019", "55.00%", "65.00%"]),
        ("通创和观音山2019年高新占比", ["通创社区", "观音山", "高新产值占比", "要求", "65.00%"]),
    ],
)
def test_the_picture_says_what_the_text_says(reported: Chats, question: str, words: list[str]) -> None:
    chat = reported.of(12)
    text = chat.says(question)
    chart = chat.last[0].chart
    assert chart is not None
    svg = draw(spec_from(chart))
    for word in words:
        assert word in svg
    assert "65.00%" in text
    assert render_png(svg).startswith(PNG)
