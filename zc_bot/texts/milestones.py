"""What the city recorded of the communities, in words."""

from __future__ import annotations

from markupsafe import Markup

from zc_bot.evaluation.goals import stage_of
from zc_bot.evaluation.milestones import Milestone, Milestones
from zc_bot.policy.programme import Programme
from zc_bot.texts.catalog import Texts


def word_milestone(milestone: Milestone, texts: Texts) -> str:
    """Say when something was reached and who recorded it."""
    day = milestone.day
    when = texts.plain("ask.stage.day", year=day.year, month=day.month, day=day.day)
    return texts.plain("ask.stage.recorded", day=when, name=milestone.recorded_by)


def word_stage(programme: Programme, reached: Milestones, community: str, year: int, texts: Texts) -> Markup:
    """Say which stage a community is at, who recorded it or that the notice says so."""
    found, stage = programme.community[community], stage_of(programme, reached, community, year)
    recorded = reached.of(community)
    key = "ask.stage.not_yet" if stage == "not_started" else "ask.stage.announced"
    ground = texts.plain(key, year=found.start) if recorded is None else word_milestone(recorded, texts)
    name = texts.plain(f"ask.stage.{stage}")
    return texts("ask.stage.line", community=found.name(texts.lang), stage=name, ground=ground)
