"""Of several figures asked for at once: who lacks any is named once, with what it lacks unless that is all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.chat.conftest import Chats
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import figures
from zc_bot.storage.observations import Entry

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REVIEWER = 13
REPORTED = [
    ("tongchuang", "employees", 2018, 4000), ("tongchuang", "employees", 2019, 5000),
    ("tongchuang", "total_output", 2019, 90000), ("guanyinshan", "employees", 2019, 3000),
]


@pytest.fixture(autouse=True)
def reported(chats: Chats) -> None:
    entries = [Entry(community, metric, year, Decimal(value)) for community, metric, year, value in REPORTED]
    chats.store.write(
        lambda session: figures.record(
            session, OPERATOR, chats.conversation.rules.programme, entries, operation="r", way="import", now=chats.now
        )
    )


@pytest.mark.parametrize(
    ("asked", "count", "named", "plain"),
    [
        ("2019年从业人员和总产值排名", 12, "观音山众创社区（总产值）", "能达科创众创社区"),
        ("从业人员2018年和2019年排名", 12, "观音山众创社区（2018年从业人员）", "能达科创众创社区"),
        ("2019年从业人员排名", 11, "能达科创众创社区", "能达科创众创社区"),
    ],
)
def test_who_lacks_some_of_what_is_asked_is_named_once(
    chats: Chats, asked: str, count: int, named: str, plain: str
) -> None:
    said = chats.of(REVIEWER).says(asked)
    [line] = [line for line in said.splitlines() if line.startswith("未报")]
    assert f"（{count}）" in line
    assert named in line.partition("：")[2].split("、")
    assert plain in line.partition("：")[2].split("、")
