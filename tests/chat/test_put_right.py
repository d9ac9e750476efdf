"""A figure that was handed in is put right in words: the right one is shown, whether or not its place is named."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chats

REPORTER = 11


@pytest.mark.parametrize(
    "said", ["总产值填成了71.2亿，应为72亿", "总产值报错了，应该是72亿", "总产值不是71.2亿，是72亿",
             "通创2019年总产值填成了71.2亿，应为72亿", "通创2019年总产值报错了，应该是72亿"]
)
@pytest.mark.parametrize("hours", [0, 30])
def test_what_was_handed_in_is_put_right(chats: Chats, said: str, hours: int) -> None:
    reporter = chats.of(REPORTER)
    reporter.says("通创2019 总产值71.2亿")
    assert "已提交" in reporter.taps("确认提交")
    reporter.waits(hours=hours)
    answer = reporter.says(said)
    if "通创" not in answer:
        answer = reporter.taps("通创")
    assert "72亿" in answer
    assert "不知道" not in answer
    assert "总产值：71.2亿" not in answer
