"""What may count as a figure's: the notice names it, or the answer says that it does not."""

from __future__ import annotations

from datetime import date

import pytest

from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.question import understand


@pytest.mark.parametrize(("text", "thing"), [
    ("初创企业要不要算个体户", "个体户"),
    ("do interns count as employees", "interns"),
    ("战新投资里头土地款算不算", "土地款"),
    ("吸纳从业人员 算不算兼职的", "兼职"),
    ("劳务派遣算不算从业人员", "劳务派遣"),
    ("新增初创企业算不算迁入的", "迁入"),
    ("从业人员怎么算", ""),
    ("从业人员是什么意思", ""),
    ("what counts as employees", ""),
])
def test_what_is_asked_about_is_named(text: str, thing: str, lexicon: Lexicon) -> None:
    found = understand(text, lexicon, today=date(2026, 11, 30))
    assert (found.intent, found.topic) == ("definition", thing)
