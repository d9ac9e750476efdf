"""In what a text is read: the words, the day, what was asked before, by whom and in which language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.reading import Reading
from zc_bot.parsing.rule import Asked
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known beside a text.

    today: what 去年 counts from. context: the asker's previous meaning. own: the asker's communities. lang: of the
    choices.
    """

    lexicon: Lexicon
    today: date
    context: Meaning | None = None
    own: tuple[str, ...] = ()
    lang: str = "zh"

    def after(self, context: Meaning | None) -> Setting:
        """Return the same with another question before; None for none."""
        return replace(self, context=context)

    def asked(self, reading: Reading) -> Asked:
        """Put a reading into it."""
        return Asked(reading, self.lexicon, self.today, self.own, self.lang)
