"""Days of a deadline that are none: 2月30日, and 1月10日 once it is past, which next year's is not meant by."""

from __future__ import annotations

import re
from datetime import date, timedelta

from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.pending import compile_later
from zc_bot.reminders.moment_tokens import phrases

_HALF_A_YEAR = timedelta(days=183)
_NEXT_YEAR = compile_later(r"[明后次]年|来年|next year", re.IGNORECASE)
_DIGITS = "〇一二三四五六七八九"


def missing_day(text: str, today: date) -> str | None:
    """Return the words for a day or an hour that does not exist; None where there are none."""
    for phrase in phrases(folded_in_place(text), today):
        for token in phrase:
            if not token.is_valid and not (token.day and token.day.refusal):
                return text[token.start : token.end].strip()
    return None


def is_rolled_over(text: str, day: date, today: date) -> bool:
    """Tell whether a day was read as one of a year to come that the text does not name, as this year's is past."""
    is_past = day.year > today.year and (day.month, day.day) < (today.month, today.day)
    far = date(day.year, day.month, day.day) - today > _HALF_A_YEAR
    return is_past and far and not _names_year(text, day.year)


def _names_year(text: str, year: int) -> bool:
    folded = folded_in_place(text)
    spoken = "".join(_DIGITS[int(digit)] for digit in str(year))
    pattern = rf"(?<![0-9]){year}|(?<![0-9]){year % 100:02}(?=年|[-/.][0-9])|{spoken}|{spoken[2:]}年"
    return bool(_NEXT_YEAR.search(folded) or re.search(pattern, folded.replace("零", "〇")))
