"""The one table of all that is measured: each figure with its peer of the same run, and the bound it is to keep."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Literal
from unicodedata import east_asian_width

Unit = Literal["ms", "/s"]
HEAD = ("what", "measured", "beside it", "ratio", "bound", "")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure; `kept` is None where it is no promise."""

    what: str
    measured: str
    peer: str = ""
    ratio: str = ""
    bound: str = ""
    kept: bool | None = None


class Table:
    """Rows as they are measured, printed together at the end."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    @property
    def kept(self) -> bool:
        """Whether every bound is kept."""
        return all(row.kept is not False for row in self.rows)

    def add(self, row: Row) -> None:
        """Add a row, and say so: a whole run takes minutes."""
        self.rows.append(row)
        print(" | ".join(part for part in _cells(row) if part), flush=True)

    def compare(
        self,
        what: str,
        ours: Sequence[float],
        theirs: Sequence[float],
        peer: str,
        unit: Unit,
        most: float | None = None,
        least: float | None = None,
    ) -> None:
        """Add the median ratio of rounds in which a peer took turns; in seconds, or in so many a second."""
        ratio = statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))
        kept = (most is None or ratio <= most) and (least is None or ratio >= least)
        bound = f"≤ {most}" if most is not None else f"≥ {least}"
        measured, beside = (_said(statistics.median(one), unit) for one in (ours, theirs))
        self.add(Row(what, measured, f"{peer}: {beside}", f"{ratio:.2f}", bound, kept))

    def print(self) -> None:
        """Print all rows as one table."""
        lines = [HEAD, *map(_cells, self.rows)]
        widths = [max(_width(line[column]) for line in lines) for column in range(len(HEAD))]
        print()
        for line in lines:
            cells = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
            print("| " + " | ".join(cells) + " |")


def _cells(row: Row) -> tuple[str, ...]:
    *texts, kept = astuple(row)
    return (*texts, {None: "", True: "kept", False: "MISSED"}[kept])


def _said(value: float, unit: Unit) -> str:
    return f"{1e3 * value:,.1f} ms" if unit == "ms" else f"{value:,.0f}/s"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
