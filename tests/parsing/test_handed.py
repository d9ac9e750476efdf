"""What is wanted as a picture or a sheet is taken out of a text, and only that."""

from __future__ import annotations

import time

import pytest

from zc_bot.parsing.handed import handed


@pytest.mark.parametrize(
    ("text", "thing", "rest"),
    [
        ("看看板的图片", "thing", "看看板"), ("地图", "thing", None), ("代表是谁", "sheet", None),
        ("工地照片", "thing", "工地"),
        ("怎么用表格批量填报", "sheet", None), ("给我填报表", "sheet", None), ("图书馆", "thing", None),
        ("实施方案电子版发我", "sheet", "实施方案"), ("发张图", "thing", ""),
        ("能导出来吗", "sheet", ""), ("导出2025年", "sheet", None), ("弄个表给我", "sheet", ""),
    ],
)
def test_only_the_words_that_hand_it_over_are_taken_out(text: str, thing: str, rest: str | None) -> None:
    found = handed(text, thing)  # type: ignore[arg-type]
    assert (found and found.rest) == rest


@pytest.mark.parametrize("thing", ["thing", "sheet"])
@pytest.mark.parametrize(
    "text", ["给我" * 400 + "x", "发我要" * 300, "的图" * 300 + "书", "send me " * 100 + "x", "导出来" * 300 + "y"]
)
def test_no_text_takes_long(text: str, thing: str) -> None:
    """Words that are parts of others are taken apart in one way alone."""
    began = time.thread_time()
    handed(text, thing)  # type: ignore[arg-type]
    assert time.thread_time() - began < 1
