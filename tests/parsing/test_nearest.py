"""What nothing understood is offered the known questions that it is near to, and never answered by them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cases import for_each
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)


def test_each_question_that_may_be_offered_is_answered(lexicon: Lexicon) -> None:
    asked = list(lexicon.known_questions.questions())
    found = {one: understand(one, lexicon, today=TODAY).intent for one in asked}
    assert len(found) == len(asked) > 60
    assert not [one for one, intent in found.items() if intent in {"unknown", "clarify"}]


@for_each("text, first", [
    ("刚交的那份想收回重填", "怎么撤回"), ("填错了能改不", "怎么更正"), ("现场拍的照片传到哪", "怎么报形象进度"),
    ("谁退了又退", "退回最多的是谁"), ("机器人出毛病了找谁", "管理员是谁"),
    ("证明文件往哪传", "怎么上传附件"), ("你有哪些本事能帮我做什么", "能问什么"),
    ("may I pull my report back after I sent it", "how do I undo a submission"),
    ("is anything waiting for my approval", "how many are waiting for review"),
    ("where should site photos go", "how do I report progress"),
])
def test_what_is_near_is_offered_first(lexicon: Lexicon, text: str, first: str) -> None:
    found = understand(text, lexicon, today=TODAY)
    if found.intent == "clarify":
        assert found.choices[0].question == first
        assert len(found.choices) <= 3
    else:
        assert found.intent == understand(first, lexicon, today=TODAY).intent, "or is understood anyway"


@for_each("text", [
    "今天天气怎么样", "食堂几点开饭", "股票今天涨了吗", "打个车去机场", "who won the match", "tell me a joke",
])
def test_what_is_near_to_nothing_is_offered_nothing(lexicon: Lexicon, text: str) -> None:
    nearest = lexicon.known_questions.nearest
    assert nearest(text) == nearest("")


@pytest.mark.parametrize(("text", "reason"), [
    ("辛苦啦，先不麻烦了", "thanks"), ("收到，没别的了", "thanks"), ("all good, cheers", "thanks"),
    ("哈喽，在不在呀", "greeting"), ("good morning everyone", "greeting"),
])
def test_a_courtesy_is_answered_as_one(lexicon: Lexicon, text: str, reason: str) -> None:
    assert understand(text, lexicon, today=TODAY).reason == reason


def test_where_something_is_named_nothing_else_is_offered(lexicon: Lexicon) -> None:
    """通创…能拿回来吗 names a community: what it asks of it is not what the bot may be asked."""
    found = understand("通创的狗能拿回来吗", lexicon, today=TODAY)
    assert found.rule != "nearest"
