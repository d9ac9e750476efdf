"""Which texts are turned from Traditional Chinese into Simplified."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from tests.parsing import traditional
from zc_bot.parsing.normalize import TRADITIONAL, normalize, simplify


def test_the_table_of_characters_is_what_opencc_changes() -> None:
    assert TRADITIONAL.read_text(encoding="utf-8") == traditional.made(), "make it anew: tests.parsing.traditional"


@pytest.mark.parametrize(
    "text",
    ["答覆", "答覆盖章", "回覆", "覆信", "覆盖率", "好坏", "毛坏", "沈船", "明瞭", "藉此", "高新佔比", "規劃", "𠁞"],
)
def test_a_text_is_changed_as_opencc_changes_it(text: str) -> None:
    assert simplify(text) == OpenCC("t2s").convert(text)


def test_a_simplified_text_stays_as_it_is() -> None:
    assert simplify("通创社区去年高新占比多少？㎡") == "通创社区去年高新占比多少？㎡"
    assert normalize("能達科創去年從業人員") == "能达科创去年从业人员"
