"""All rules of days in words as one grammar: the longest that begins at a place counts."""

from __future__ import annotations

import re

from zc_bot.reminders import spoken_days, spoken_refused, spoken_relative, spoken_spans
from zc_bot.reminders.spoken_rule import Rule

RULES = (
    *spoken_refused.TRADITIONAL,
    *spoken_days.RULES,
    *spoken_spans.RULES,
    *spoken_relative.RULES,
    *spoken_refused.RULES,
)
"""Of two as long the earlier one counts, so that what can be set is not refused."""


def match_day(text: str, start: int) -> tuple[Rule, re.Match[str]] | None:
    """Match the longest day in words that begins at `start`."""
    found = [(rule, match) for rule in RULES if (match := rule.pattern.match(text, start)) and match.end() > start]
    return max(found, key=lambda pair: pair[1].end(), default=None)
