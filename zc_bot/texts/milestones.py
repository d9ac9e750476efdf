"""What the city recorded of the communities, in words."""

from __future__ import annotations

from zc_bot.evaluation.milestones import Milestone
from zc_bot.texts.catalog import Texts


def word_milestone(milestone: Milestone, texts: Texts) -> str:
    """Say when something was reached and who recorded it."""
    day = milestone.day
    when = texts.plain("ask.stage.day", year=day.year, month=day.month, day=day.day)
    return texts.plain("ask.stage.recorded", day=when, name=milestone.recorded_by)
