"""A text as it is laid out, read once: where it names communities, metrics, years and amounts.

Reports, answers, corrections, reasons, titles of sheets and orders about figures are read by this; a question is read
further, by what it asks (`reading.Reading`).
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from functools import cached_property

from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.names import Name, find_names, with_reported
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.periods import Year, find_years
from zc_bot.parsing.quantities import Quantity, find_quantities
from zc_bot.values import dataclass


@dataclass(frozen=True)
class Laid:
    """What stands where in a folded text, each found when it is first asked for; today: what 去年 counts from."""

    text: str
    lexicon: Lexicon = field(repr=False, compare=False)
    today: date | None = None

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Every community and metric, in their order."""
        return find_names(self.text, self.lexicon)

    @cached_property
    def places(self) -> tuple[Name, ...]:
        return tuple(one for one in self.names if one.kind == "community")

    @cached_property
    def metrics(self) -> tuple[Name, ...]:
        return tuple(one for one in self.names if one.kind == "metric")

    @cached_property
    def reported(self) -> tuple[Name, ...]:
        """The metrics as a report names them: by their names, and by words that name one only beside an amount."""
        return with_reported(self.text, self.names, self.lexicon)

    @cached_property
    def years(self) -> tuple[Year, ...]:
        return find_years(self.text, self.today)

    @cached_property
    def amounts(self) -> tuple[tuple[tuple[int, int], Quantity], ...]:
        """The quantities with their spans."""
        return find_quantities(self.text)

    @property
    def communities(self) -> tuple[str, ...]:
        """The codes of the communities named, each once; of a name of several all of them."""
        return tuple(dict.fromkeys(code for one in self.places for code in one.codes))

    @property
    def measures(self) -> tuple[str, ...]:
        """The codes of the metrics named, as `communities`."""
        return tuple(dict.fromkeys(code for one in self.metrics for code in one.codes))

    def without_names(self, by: str, *, metrics_only: bool = False) -> str:
        """Write the text with something else in place of each name."""
        text = self.text
        for one in reversed(self.metrics if metrics_only else self.names):
            text = f"{text[: one.start]}{by}{text[one.end :]}"
        return text


def read_laid(typed: str, lexicon: Lexicon, today: date | None = None) -> Laid:
    """Read a typed text; the last ones are kept."""
    text = laid_out(typed)
    return lexicon.once(("laid", text, today), lambda: Laid(text, lexicon, today))
