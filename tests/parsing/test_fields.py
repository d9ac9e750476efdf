"""A community is found by the field that it works in, and the metrics are listed when they are asked for."""

from __future__ import annotations

from datetime import date

import pytest

from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(("text", "communities"), [
    ("做机器人的是哪家", ("xincailiao",)),
    ("哪家搞海上风电", ("guanyinshan",)),
    ("软件这块是哪几家", ("tongchuang", "kaiyuan")),
    ("光电产业的社区是哪个", ("sutong",)),
])
def test_those_of_a_field_are_named(text: str, communities: tuple[str, ...], lexicon: Lexicon) -> None:
    meaning = understand(text, lexicon, today=TODAY)
    assert (meaning.intent, meaning.communities) == ("directory", communities)


@pytest.mark.parametrize("text", ["你是机器人吗", "谁做的机器人", "哪家软件做得好", "机器人坏了找谁"])
def test_a_field_that_is_not_asked_for_names_nobody(text: str, lexicon: Lexicon) -> None:
    assert understand(text, lexicon, today=TODAY).communities == ()


@pytest.mark.parametrize(
    "text", ["有哪些指标", "那有啥能看的", "都有哪些数据可以查", "一共有多少个指标", "what metrics do you have"]
)
def test_the_metrics_are_listed(text: str, lexicon: Lexicon) -> None:
    meaning = understand(text, lexicon, today=TODAY)
    assert (meaning.intent, meaning.topic) == ("help", "metrics")


@pytest.mark.parametrize(
    "text", ["哪些指标没达标", "通创有哪些指标没报", "哪些指标要审核", "指标什么时候报", "哪个指标涨得最快"]
)
def test_which_of_the_metrics_is_another_question(text: str, lexicon: Lexicon) -> None:
    assert understand(text, lexicon, today=TODAY).topic != "metrics"
