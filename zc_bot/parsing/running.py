"""Years that are asked about together: 上一年也迟了, 连着两年, 三年都, two years running."""

from __future__ import annotations

from datetime import date

from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import find_years

_ALSO = compile_later("去年(?:度)?(?:也|又|同样)|(?<![a-z])again(?![a-z])")
_BEFORE = compile_later(
    "(?:上一?年|前一?年|头年)(?:度)?(?:也|又|同样)|(?:也|又|同样)(?:是|都)?(?:在)?(?:上一?年|前一?年)"
    "|(?:the )?year before (?:too|as well)|also (?:late )?(?:in )?the year before"
)
_RUNNING = compile_later(
    "(?:连[续着]|一连|接连)?(?<![0-9])(?P<zh>[两二三四五2-5])年(?:连续|都|全(?!市|部|体|年)|均|里都|皆)|(?:连[续着]|一连|接连)(?P<zh2>[两二三四五2-5])年"
    "|(?P<both>both years)|(?P<en>two|three|four|five) years (?:running|in a row|straight)"
)
_MANY = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "two": 2, "three": 3, "four": 4, "five": 5}


def years_running(text: str, named: tuple[int, ...], today: date) -> tuple[int, ...]:
    """Return the years of which every one is meant, the last first; nothing where one year is asked about.

    A count of years ends with the one that is named, else with the last that is over. 2025年和2024年 says of each.
    """
    match = _RUNNING.search(text)
    said = [one.year for one in find_years(text, today) if one.back is None]
    if _BEFORE.search(text):  # The year before the one that is written out, else before the last that is over.
        return (base := said[0] if len(said) == 1 else today.year - 1, base - 1)
    if len(named) > 1:
        return tuple(sorted(named, reverse=True)) if match or _ALSO.search(text) else ()
    last = named[0] if named else today.year - 1
    if match is not None:
        many = match["zh"] or match["zh2"] or match["en"] or "two"
        count = _MANY.get(many) or int(many)
    elif _ALSO.search(text):
        count = 2
    else:
        return ()
    return tuple(range(last, last - count, -1))
