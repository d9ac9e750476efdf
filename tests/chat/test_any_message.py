"""No text ends an update: numbers, days and units in any order, wherever something is typed."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.chat.conftest import Chats

KNOWN = (
    "3.0点5", "高新产值1.500百点5亿", "9999年谁没报", "0000年谁没报", "99999年高新产值排名", "通创9999年高新产值增长",
    "近9999年高新产值", "1e5000000", "1_000", "10²", "٣", "९९९९年谁没报", "-0", "−0亿", "1/0", "0/0亿", "1点点5亿",
    "2200年谁没报", "2201年达标情况",
)
PIECES = (
    "通创", "高新产值", "从业人员", "全市", "谁没报", "排名", "增长", "达标", "截止", "提醒我", "开会",
    "去年", "近", "年", "月", "日",
    "点", "半", "周", "底", "上", "下", "前", "后", "天", "亿", "万", "千", "百", "十", "零", "〇", "两",
    "%", "百分之", "个", "人",
    "元", "0", "9999", "3.0", "1.500", "2019", "31", "12", "-", "/", ":", ".", ",", " ", "到", "以上",
    "不到", "增加", "负",
)


def texts(count: int) -> Iterator[str]:
    """Make up texts, the same every time."""
    chance = random.Random(13)
    yield from KNOWN
    for _ in range(count):
        yield "".join(chance.choices(PIECES, k=chance.randint(1, 7)))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.slow
@pytest.mark.parametrize("count", [150, pytest.param(600, marks=pytest.mark.long)])
def test_whatever_is_typed_wherever_is_answered(chats: Chats, count: int) -> None:
    viewer, reporter, reviewer, admin = (chats.of(person) for person in (12, 11, 13, 14))
    for number, text in enumerate(texts(count)):
        assert viewer.says(text)
        for command in ("remind", "check", "trend"):
            assert viewer.says(f"/{command} {text}")
        assert admin.says(f"/deadline {text}")
        assert reviewer.says(f"/stage {text}")
        step = ("/report 通创 2019", "/report 通创 2019 从业人员", "/report 通创 2019 规划面积 0.0001")[number % 3]
        reporter.says("/cancel")
        reporter.says(step)
        assert reporter.says(text)
