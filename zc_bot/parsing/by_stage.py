"""Which communities are built, being built or not begun: a stage that is asked for by name (在建的有哪些)."""

from __future__ import annotations

from collections.abc import Callable

from zc_bot.parsing.language import is_said
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.rule import Asked

STAGES = ("not_built", "under_way", "not_started", "building", "built")
"""What may be asked for, what holds another's words first: 没建成 before 建成."""


def of_a_stage(asked: Asked) -> bool:
    """Tell whether communities are asked for: none in particular, and no project or figure."""
    reading = asked.reading
    named = reading.metrics or reading.communities or reading.doubts or reading.years or reading.quantities
    return not named and "built" in asked.lexicon.goals and not is_said(reading.text, "no_community.built")


def at(stage: str) -> Callable[[Asked, Meaning], Meaning]:
    """Make what asks for the communities at a stage."""
    return lambda asked, _: asked.meaning("programme", requirements=(asked.lexicon.goals["built"],), topic=stage)
