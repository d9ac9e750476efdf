"""What a text asks as a whole, whatever words stand between: what a term is, what is required, what is lacking.

The words are in `[asking]` of the language's data, in parts; here is what must, and must not, be named beside them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from zc_bot.parsing.about_places import directory
from zc_bot.parsing.about_policy import goal, programme, requirement
from zc_bot.parsing.composition.sense import by_its_number
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.rule import Asked
from zc_bot.policy.programme import Programme

OF_SOME = re.compile(
    "哪[些几个]?(?:个|家)?(?:社区|区县|县区|区|家)|谁|who(?![a-z])|whose"
    "|which (?:of the )?(?:communit|district|authorit|ones|place)"
)
"""What asks which communities, or who."""


def _is_of_figures(asked: Asked) -> bool:
    """Tell whether figures are asked for: of somebody, of a year, in an order."""
    reading = asked.reading
    placed = reading.communities or reading.years or reading.limits
    return bool(placed) or OF_SOME.search(reading.text) is not None


def of_a_bare_term(asked: Asked) -> bool:
    """Tell whether a term is asked about by itself, and no figure: 载体面积包不包括食堂."""
    reading = asked.reading
    named = reading.metrics or reading.requirements or any(doubt.metrics for doubt in reading.doubts)
    if asks_of_growth(asked):
        return not _is_of_figures(asked)
    if reading.bounds or reading.any("rank", "top", "bottom", "requirement"):
        return False
    return bool(named) and not _is_of_figures(asked)


def asks_of_growth(asked: Asked) -> bool:
    """Tell whether it is asked how an average growth is worked out, of no metric in particular."""
    return asked.reading.any("annual") and not asked.reading.metrics


def of_a_bare_demand(asked: Asked) -> bool:
    """Tell whether it is asked what is required of a figure, of nobody in particular: 载体面积的下限是多少."""
    reading = asked.reading
    named = reading.metrics or reading.requirements or any(doubt.metrics for doubt in reading.doubts)
    asks_else = _is_of_figures(asked) or reading.any("noun_community", "rank", "sum", "report")
    return bool(named or _ruled(asked)) and not asks_else


def demand(asked: Asked, _: Meaning) -> Meaning:
    """Ask what is required of the metrics named, of an amount by the share that it is the numerator of."""
    reading, lexicon = asked.reading, asked.lexicon
    metrics = reading.metrics or tuple(code for doubt in reading.doubts for code in doubt.metrics)
    metrics = metrics or (() if reading.requirements else _ruled(asked))
    judged = tuple(code for code in metrics if code in lexicon.requirements_of)
    shares = (one.code for one in lexicon.programme.derived if one.numerator in metrics)
    found = requirement(asked.with_reading(metrics=judged or tuple(shares) or metrics))
    return replace(found, implied=())


def of_what_is_needed(asked: Asked) -> bool:
    """Tell whether it is asked how much a community lacks of what is required: 通创要新增多少家才够年均10%."""
    reading = asked.reading
    placed = bool(reading.communities or asked.single) and OF_SOME.search(reading.text) is None
    return placed and bool(_judged_by(asked))


def _judged_by(asked: Asked) -> tuple[str, ...]:
    """Return the metrics named, each as what is judged: itself, its average growth, or its share of a whole."""
    lexicon = asked.lexicon
    shares = {one.numerator: one.code for one in lexicon.programme.derived if one.denominator}
    found = []
    for code in asked.reading.metrics:
        judged = (code, lexicon.growths.get(code), shares.get(code))
        found += [one for one in judged if one is not None and one in lexicon.requirements_of][:1]
    return tuple(dict.fromkeys(found))


def as_shortfall(asked: Asked, meaning: Meaning) -> Meaning:
    return replace(meaning, metrics=_judged_by(asked), implied=() if asked.reading.communities else asked.single)


BINDING = "binding"


def of_a_rule(asked: Asked) -> bool:
    """Tell whether it is asked if a requirement, named by its figure or its number, must be met."""
    return bool(_ruled(asked)) and not (asked.reading.communities or OF_SOME.search(asked.reading.text))


def _ruled(asked: Asked) -> tuple[str, ...]:
    reading = asked.reading
    if reading.metrics:
        return _judged_by(asked)
    programme = asked.lexicon.programme
    numbers = (
        by_its_number(quantity, programme) or _by_percent(quantity, programme)
        for _, quantity in find_quantities(reading.text)
    )
    named = {judged for judged in numbers if judged is not None}
    return next(iter(named)) if len(named) == 1 else ()


def _by_percent(quantity: Quantity, programme: Programme) -> tuple[str, ...] | None:
    """Take a bare number for the per cent that one requirement wants: 刚好六十."""
    percent = read_quantity(f"{quantity.text}%") if quantity.unit is None else None
    return by_its_number(percent, programme) if isinstance(percent, Quantity) else None


def whether_it_binds(asked: Asked, _: Meaning) -> Meaning:
    found = requirement(asked.with_reading(metrics=_ruled(asked), bounds=()))
    return replace(found, implied=(), topic=BINDING)


def of_who_is_named(asked: Asked) -> bool:
    """Tell whether it is asked what a community or an authority is called, or who answers for it."""
    return bool(asked.reading.communities or asked.reading.carriers) and not asked.reading.metrics


def as_directory(asked: Asked, _: Meaning) -> Meaning:
    return directory(asked)


def of_the_goal(asked: Asked) -> bool:
    """Tell whether it is asked how many communities are built: of none in particular, and of no figure."""
    reading = asked.reading
    return "built" in asked.lexicon.goals and not (reading.metrics or reading.communities or reading.doubts)


_NOW = re.compile("现在|目前|眼下|如今|当前|到现在|这会儿|now|so far|to date|at present|currently")


def as_goal(asked: Asked, _: Meaning) -> Meaning:
    """Say how many are built: by a year, or now, where the year is only the one that the notice gives."""
    found = goal(asked)
    return replace(found, years=()) if _NOW.search(asked.reading.text) else found


def as_coverage(asked: Asked, meaning: Meaning) -> Meaning:
    goal_of_all = asked.lexicon.goals.get("coverage")
    return replace(meaning, requirements=() if goal_of_all is None else (goal_of_all,), metrics=(), communities=())


def of_a_promise(asked: Asked) -> bool:
    """Tell whether it is asked what the notice promises, and not what somebody was given."""
    reading = asked.reading
    return bool(reading.facts) and not (reading.communities or asked.single or reading.years)


def as_programme(asked: Asked, _: Meaning) -> Meaning:
    return programme(asked)


def of_what_is_filled(asked: Asked) -> bool:
    """Tell whether it is asked what is still to be reported, by somebody or in a year."""
    reading = asked.reading
    placed = reading.communities or asked.single or reading.years or OF_SOME.search(reading.text)
    chooses = len(reading.metrics) > 0 and _AND.search(reading.text) is not None
    return bool(placed) and not (chooses or reading.any("verdict", "met", "not_met", "remind"))


_AND = re.compile("都[齐有全达过]|而且|并且|同时|但是|但|却|(?<![a-z])(?:but|while|both|also)(?![a-z])")
"""What puts a second condition beside what is lacking."""


def of_what_is_met(asked: Asked) -> bool:
    """Tell whether it is asked which of its requirements one place meets, or all do."""
    reading = asked.reading
    place = bool(reading.communities or asked.single)
    placed = place or (bool(reading.years) and not reading.requirements)  # 2025年R5哪些没过: which communities.
    return placed and not (reading.metrics and OF_SOME.search(reading.text))


def as_check(asked: Asked, meaning: Meaning) -> Meaning:
    return replace(meaning, requirements=asked.reading.requirements, implied=asked.single)
