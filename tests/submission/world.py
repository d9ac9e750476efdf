"""A small world to report in: the real programme, two communities, figures of 2018, today 2020-01-10."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.load import load_programme
from zc_bot.submission.facts import Facts, Known

PROGRAMME = load_programme(Path(__file__).parents[2] / "data" / "nantong-2017")
LEXICON = Lexicon.build(PROGRAMME)
LAST_YEAR = {
    "planned_area": "3", "carrier_floor_area": "210000", "core_floor_area": "310000", "makerspaces": "2",
    "sei_investment": "80000", "total_investment": "110000", "hitech_output": "420000", "total_output": "690000",
    "new_startups": "120", "employees": "5200", "wifi_coverage": "100", "management_body": "1",
}


def known(value: str, status: str = "approved", version: str = "1") -> Known:
    return Known(Decimal(value), None, status, version)  # type: ignore[arg-type]


def facts(*communities: str, **recorded: Known) -> Facts:
    """Give the facts of a person with these communities; `recorded` are figures of 通创 for 2019."""
    figures = {("tongchuang", code, 2018): known(value) for code, value in LAST_YEAR.items()}
    figures |= {("tongchuang", code, 2019): figure for code, figure in recorded.items()}
    own = communities or ("tongchuang", "guanyinshan")
    return Facts(PROGRAMME, LEXICON, own, (2019, 2018), date(2020, 1, 10), figures)
