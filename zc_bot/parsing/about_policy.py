"""Questions about the policy itself: the programme, its goals, what is required, help and the deadline."""

from __future__ import annotations

import re
from dataclasses import replace

from zc_bot.parsing import about_places
from zc_bot.parsing.meaning import NEXT, OPENING, Intent, Meaning
from zc_bot.parsing.rule import Asked


def is_help(asked: Asked) -> bool:
    """Tell whether it is asked how the bot is used."""
    reading = asked.reading
    return reading.any("help") and not (reading.metrics or reading.communities)


def is_deadline(asked: Asked) -> bool:
    """Tell the reporting's deadline from the term of the policy itself."""
    reading = asked.reading
    if reading.any("source") and (reading.metrics or reading.communities):
        return False
    return speaks_of_a_deadline(asked) and not (reading.any("policy") and reading.any("policy_about", "which_year"))


def speaks_of_a_deadline(asked: Asked) -> bool:
    """Tell whether a deadline is spoken of; a day alone (哪天) may ask when a place came that far: 海安哪天启动的."""
    reading = asked.reading
    came_so_far = bool(reading.communities) and reading.any("start", "goal_built", "planned")
    of_an_act = came_so_far and not reading.any("report", "missing") and DUE.search(reading.text) is None
    return reading.any("deadline") and not of_an_act


DUE = re.compile(
    "截[止至]|期限|时限|到期|最[晚迟]|前报|之前|(?:几号|哪一?天)前|deadline|(?<![a-z])due(?![a-z])|by when"
)
"""What asks by when something is due."""
_THE_NEXT = re.compile("下一?次|下一?回|下一?轮|(?<![a-z])(?:next(?! year)|upcoming|coming)(?![a-z])")
_OPENS = re.compile("开始|起始|启动|打开|开放|(?<![a-z])(?:open(?:s|ing)?|start(?:s|ing)?|begin(?:s|ning)?)(?![a-z])")


def deadline(asked: Asked) -> Meaning:
    """Ask when figures are due, next time, or when their collection begins."""
    found, text = asked.meaning("deadline", implied=asked.single), asked.reading.text
    if not found.years and _THE_NEXT.search(text) is not None:
        reporting, today = asked.lexicon.programme.reporting, asked.today
        is_ahead = (today.month, today.day) <= (reporting.deadline_month, reporting.deadline_day)
        found = replace(found, years=(today.year - is_ahead,), topic=NEXT)
    return replace(found, topic=OPENING) if _OPENS.search(text) is not None and not found.topic else found


_HOW_MANY = re.compile("(?:几|多少)[家个]|how many")


def is_programme(asked: Asked) -> bool:
    """Tell whether the programme as a whole, its document or its support is asked about."""
    reading = asked.reading
    several = reading.communities or reading.any("all", "noun_community")
    if reading.facts and several and reading.any("owner"):
        return False
    counted = reading.any("which", "count_which", "list") or _HOW_MANY.search(reading.text) is not None
    asks_whose = several or counted or about_places.speaks_of_records(asked)
    if asks_whose and about_places.asks_for_record(asked):
        return False
    if reading.facts or reading.any("coverage_goal"):
        return not reading.any("requirement")
    if reading.any("support") and not reading.communities:
        return not reading.metrics or reading.any("list", "which")
    if reading.any("advance") and not reading.metrics and not reading.communities:
        return True
    if reading.any("policy") and not reading.metrics and not reading.communities:
        return not reading.any("requirement", "goal") and not reading.requirements
    return _asks_for_policies(asked)


def _asks_for_policies(asked: Asked) -> bool:
    """Tell whether 有哪些 goes with a yes/no metric rather than with communities: 有哪些扶持政策."""
    reading = asked.reading
    kinds = [asked.lexicon.programme.metric.get(code) for code in reading.metrics]
    yesno = bool(kinds) and all(metric is not None and metric.kind == "yesno" for metric in kinds)
    return yesno and reading.any("list") and not reading.communities and not reading.any("noun_community")


def programme(asked: Asked) -> Meaning:
    """Make the meaning of a question about the programme, with its goal or facts where they are named."""
    goal = asked.lexicon.goals.get("coverage") if asked.reading.any("coverage_goal") else None
    goals = () if goal is None else (goal,)
    return asked.meaning("programme", facts=asked.reading.facts, requirements=goals, communities=(), metrics=())


def asks_goal(asked: Asked) -> bool:
    """Tell whether the number of communities to be built is asked about."""
    reading = asked.reading
    return reading.any("goal", "goal_built") and not reading.metrics and "built" in asked.lexicon.goals


_SO_FAR = re.compile(
    "[差缺](?:几|多少)|(?:现在|眼下|目前|如今|实际|已经?|到今天).{0,6}几|几个了|so far|by now|already|actually"
)
"""What asks how far it has come, beside the goal itself."""


def goal(asked: Asked) -> Meaning:
    """Take 建成几个 as the state of affairs, 目标 as the goal itself."""
    reading = asked.reading
    asks_state = reading.any("verdict") if reading.any("goal") else reading.any("goal_built")
    asks_state = asks_state or _SO_FAR.search(reading.text) is not None
    if not asks_state and reading.years and min(reading.years) > asked.lexicon.programme.last_year:
        return asked.meaning("help", topic="no_goal", years=())  # Of years after the notice there is none.
    intent: Intent = "programme" if asks_state and not reading.any("requirement") else "requirement"
    return asked.meaning(intent, requirements=(asked.lexicon.goals["built"],))


_WHETHER = re.compile("是否|是不是|有没有|有无")


def is_requirement(asked: Asked) -> bool:
    """Tell whether it is asked what is required, and not whether it is met."""
    reading = asked.reading
    if reading.communities and reading.years and _WHETHER.search(reading.text):
        return False  # 启东2024年是否达到70%的规定.
    asks_how_much = reading.any("requirement") and reading.any("much", "points") and not reading.communities
    if asks_how_much and reading.metrics and not reading.any("not_met", "gap", "undetermined", "which"):
        return True
    if reading.any("sufficient") and not reading.communities and not reading.any("which", "not_met", "met"):
        return True
    if reading.any("verdict", "met", "not_met", "gap", "undetermined"):
        return False
    if reading.any("requirement") or (reading.any("goal") and bool(reading.metrics)):
        return True
    if reading.requirements and not reading.communities:
        return not reading.any("which", "count_which", "without")
    by_policy = (reading.any("policy") and reading.any("much", "policy_about")) or reading.any("policy_about")
    if by_policy and reading.metrics and not reading.communities:
        return not reading.years
    return False


_ASKS_MORE = ("requirement", "goal", "policy", "much", "points", "verdict", "met", "not_met", "gap", "undetermined",
              "which", "count_which", "without", "sufficient", "top", "bottom", "rank", "sum", "whole", "deadline")


_OF_THEM = re.compile("[它他她]们?的|(?<![a-z])(?:its|their|his|her)(?![a-z])")
"""What is somebody's is no term: what's their hi-tech share."""


def is_term(asked: Asked) -> bool:
    """Tell whether it is asked what a figure is, and nothing of it: its definition says what is required too."""
    reading = asked.reading
    of_some = reading.communities or reading.years or reading.quantities or reading.bounds
    owned = _OF_THEM.search(reading.text) is not None
    return bool(reading.metrics) and reading.any("intro") and not (of_some or owned or reading.any(*_ASKS_MORE))


def term(asked: Asked) -> Meaning:
    """Make the meaning of a question after what a figure is."""
    return asked.meaning("definition", requirements=asked.reading.requirements)


def requirement(asked: Asked) -> Meaning:
    """Make the meaning of a question about requirements: those named, or those on the metrics named."""
    reading, table = asked.reading, asked.lexicon.requirements_of
    metrics = reading.metrics or (tuple(asked.lexicon.growths.values()) if reading.any("annual") else ())
    ids = [*reading.requirements, *(rid for code in metrics for rid in table.get(code, ()))]
    return asked.meaning("requirement", metrics=metrics, requirements=tuple(dict.fromkeys(ids)))
