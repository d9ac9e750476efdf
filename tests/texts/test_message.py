"""A long answer is read on one screen of a phone: what is more is folded, and nothing of it is lost."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from zc_bot.texts.answers.message import Message, fit, plain_text
from zc_bot.texts.catalog import Texts

HEAD, TAIL = [Markup("2024年高新产值占比排名")], [Markup("来源：示例填报员报，均已审核")]


def rows(count: int, said: str = "生物医药产业众创社区 72.88%") -> list[Markup]:
    return [Markup(f"{number}. {said}") for number in range(1, count + 1)]


def seen_at_once(text: Markup) -> int:
    """Count the lines that stand outside of what is folded, and the three that Telegram shows of it."""
    outside = re.sub("<blockquote expandable>.*?</blockquote>", "\n".join("xxx"), text, flags=re.DOTALL)
    return len(outside.split("\n"))


@pytest.mark.parametrize("count", [13, 20, 30])
def test_what_is_more_than_a_screen_is_folded_before_its_source(count: int) -> None:
    text = fit(Message(HEAD, rows(count), TAIL), Texts("zh"))
    assert seen_at_once(text) == 12
    assert text.endswith(f"</blockquote>\n{TAIL[0]}")
    assert plain_text(text) == "\n".join([*HEAD, *rows(count), *TAIL])


@pytest.mark.parametrize("count", [0, 1, 9, 10])
def test_what_fits_on_a_screen_is_not_folded(count: int) -> None:
    assert "blockquote" not in fit(Message(HEAD, rows(count), TAIL), Texts("zh"))


def test_a_long_line_counts_for_as_many_as_it_takes() -> None:
    long = rows(6, "载体建筑面积、初创企业增长、从业人员增长、三创集中区面积都没有达标，差得最多的是第一项")
    text = fit(Message(HEAD, long, TAIL), Texts("zh"))
    assert "<blockquote expandable>3. " in text


def test_some_lines_are_always_seen_however_much_must_stand_around_them() -> None:
    text = fit(Message(HEAD * 6, rows(13), TAIL * 6), Texts("zh"))
    assert text.index("<blockquote") > text.index("\n4. ")
