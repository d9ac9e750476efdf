"""What follows in few words is said in full: a year by its last digits, one place and another, since when."""

from __future__ import annotations

import pytest

from tests.parsing.test_of_those import after
from zc_bot.parsing.composition.phrasing import say
from zc_bot.parsing.lexicon import Lexicon


@pytest.mark.parametrize(("before", "text", "years"), [
    ("新材料2023年多少人", "二四呢", (2024,)),
    ("新材料2023年多少人", "那25年呢", (2025,)),
    ("通州湾2025年产值占全市多少", "五年前", (2020,)),
    ("通创2025年从业人员", "two years earlier", (2023,)),
])
def test_a_year_is_known_by_its_last_digits_or_by_how_far_back_it_is(
    before: str, text: str, years: tuple[int, ...], lexicon: Lexicon
) -> None:
    assert after(lexicon, before, text).years == years


@pytest.mark.parametrize(("before", "text", "said"), [
    ("崇川那两个社区产值 / 合计", "占比呢", "崇川区总产值合计占全市多少"),
    ("海安从业人员 / 换成如皋", "两家比呢", "新材料众创社区和开源众创社区从业人员排名"),
    ("海安从业人员 / 如皋呢", "比一比", "新材料众创社区和开源众创社区从业人员排名"),
    ("通创R3过了吗", "它啥时候开始过的", "通创社区哪一年首次战新投资占比达标"),
    ("langu sei share / is that enough", "since when", "蓝谷生命健康众创社区哪一年首次战新投资占比达标"),
    ("新材料23年多少人 / 二四呢 / 二五呢", "一年比一年多？",
     "新材料众创社区2023年、2024年、2025年哪几年比上年从业人员增加"),
    ("2024年家纺新办企业 / 打错了 是23年", "同比呢", "现代家纺众创社区2023年比2022年新增初创企业同比增长"),
])
def test_what_was_left_out_is_taken_from_the_talk(before: str, text: str, said: str, lexicon: Lexicon) -> None:
    found = after(lexicon, before, text)
    assert found.query is not None
    assert say(found.query, lexicon.programme) == said


def test_how_many_there_are_is_no_share_whatever_was_asked_before(lexicon: Lexicon) -> None:
    found = after(lexicon, "苏通产值占全市多少", "它有几个孵化器")
    assert (found.intent, found.communities, found.metrics) == ("value", ("sutong",), ("incubators",))


def test_the_first_few_again_are_no_longer_the_last(lexicon: Lexicon) -> None:
    found = after(lexicon, "产值前三 / 后三呢", "算了还是前三")
    assert (found.intent, found.metrics, found.limit, found.ascending) == ("rank", ("total_output",), 3, False)


@pytest.mark.parametrize(("before", "text"), [
    ("通创2025年从业人员", "12个呢"),
    ("崇川那两个社区高新占比 / 平均", "占比呢"),
])
def test_what_may_mean_something_else_is_left_alone(before: str, text: str, lexicon: Lexicon) -> None:
    found = after(lexicon, before, text)
    assert found.years in ((), (2025,))
    assert found.query is None or "占全市" not in say(found.query, lexicon.programme)
