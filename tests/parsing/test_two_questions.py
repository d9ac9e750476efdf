"""Two questions in one line: both are read, the second as what follows the first."""

from __future__ import annotations

import pytest

from tests.parsing.test_nothing_dropped import talk
from zc_bot.parsing.lexicon import Lexicon


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("通创高新占比全市第几 比平均高还是低",
         ["通创社区高新产值占比排第几", "通创社区高新产值占比比全市平均高多少"]),
        ("通创高新产值21到25年逐年给我 再来个年均增速",
         ["通创社区2021年和2022年和2023年和2024年和2025年高新产值走势", "通创社区2021到2025年高新产值年均增长"]),
        ("全市投资总额去年同比，还有前年同比",
         ["全市2025年比2024年投资总额同比增长", "全市2024年比2023年投资总额同比增长"]),
    ],
)
def test_both_are_read(lexicon: Lexicon, text: str, both: list[str]) -> None:
    found = talk(lexicon, text)
    assert [choice.question for choice in found.choices] == both
    assert len(found.parts) == 2


def test_what_follows_follows_the_second(lexicon: Lexicon) -> None:
    found = talk(lexicon, "全市投资总额去年同比，还有前年同比", "通创呢")
    assert (found.communities, found.years) == (("tongchuang",), (2024,))


@pytest.mark.parametrize(
    "text",
    [
        "战新占比最高的社区，天气怎么样",
        "wifi和数字化都百分百的有几家 没到的是哪几家吃饭",
        "通创从业人员多少，把表填一下",
    ],
)
def test_a_part_that_is_not_understood_is_not_passed_over(lexicon: Lexicon, text: str) -> None:
    assert talk(lexicon, text).parts == ()
