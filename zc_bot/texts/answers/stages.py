"""The stages of the communities in words: all of them, those of the communities named, or whoever is at one stage."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from zc_bot.evaluation.goals import stage_of
from zc_bot.evaluation.milestones import STAGES, Stage
from zc_bot.evaluation.result import Answer
from zc_bot.texts.answers.check import goal_lines
from zc_bot.texts.answers.message import Message
from zc_bot.texts.answers.words import Words
from zc_bot.texts.milestones import word_stage

_MEANT: Mapping[str, tuple[Stage, ...]] = {
    **{one: (one,) for one in STAGES},
    "under_way": ("started", "building"),
    "not_built": ("not_started", "started", "building"),
}
"""Which recorded stages a word for a stage stands for."""


def word_stages(answer: Answer, words: Words) -> Message:
    """Word the goals and the stages behind them: of the communities named, of one stage, or of all."""
    goals = [line for goal in answer.goals for line in goal_lines(goal, words)]
    if answer.meaning.communities:
        return Message([_stage(code, answer, words) for code in answer.communities], [], goals)
    if (meant := _MEANT.get(answer.meaning.topic)) is not None:
        return Message(*_at_one(meant, answer, words), goals)
    return Message(goals, _of_all(answer.communities, answer, words))


def _at_one(meant: tuple[Stage, ...], answer: Answer, words: Words) -> tuple[list[Markup], list[Markup]]:
    """Say how many are at a stage and which; of whom no stage was recorded is told apart, and counted as nothing."""
    recorded = [code for code in answer.communities if answer.milestones.of(code) is not None]
    found = [code for code in recorded if answer.milestones.stage(code) in meant]
    key = "ask.stage.found" if found else "ask.stage.found_none"
    head = words.texts(key, count=len(found), of=len(answer.communities),
                       stage=words.texts.plain(f"ask.stage.at.{answer.meaning.topic}"))
    rest = [code for code in answer.communities if code not in recorded]
    return [head], [*(_stage(code, answer, words) for code in found), *_of_all(rest, answer, words)]


def _of_all(codes: tuple[str, ...] | list[str], answer: Answer, words: Words) -> list[Markup]:
    """Say what was recorded, a line each; those of whom nothing was share a line for each stage."""
    lines: list[Markup] = []
    others: dict[str, list[str]] = {}
    for code in codes:
        if answer.milestones.of(code) is not None:
            lines.append(_stage(code, answer, words))
        else:
            stage = stage_of(words.programme, answer.milestones, code, answer.goals[0].year)
            others.setdefault(stage, []).append(words.community(code))
    for kind, names in others.items():
        listed = words.listed(names, len(names))
        name = words.texts.plain(f"ask.stage.{kind}")
        lines.append(words.texts("ask.stage.others", stage=name, count=len(names), names=listed))
    return lines


def _stage(code: str, answer: Answer, words: Words) -> Markup:
    return word_stage(words.programme, answer.milestones, code, answer.goals[0].year, words.texts)
