"""The board as a picture: communities down, requirements across, every verdict by colour and by shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

from zc_bot.evaluation.verdicts import Outcome
from zc_bot.texts.charts.layout import FAILED, LEADING, MARGIN, MET, SIZE, TITLE, WIDTH, shortened, width_of
from zc_bot.values import dataclass

_TOP, _LEGEND = 150.0, 62.0
_COLUMN, _ROW, _ROW_OF_TWO = 60.0, 70.0, 96.0
_NAMES, _HEADS = 270.0, 640.0
_GAP = 12.0
"""The counts stand a little apart from the verdicts."""
_LINE = 42.0
SHADE = "#f4f6f8"
"""Of every second row."""
Contour = tuple[tuple[float, float], ...]
_CROSS: Contour = (
    (0, -5), (8, -13), (13, -8), (5, 0), (13, 8), (8, 13), (0, 5), (-8, 13), (-13, 8), (-5, 0), (-13, -8), (-8, -13),
)
MARKS: Mapping[Outcome, tuple[tuple[str, tuple[Contour, ...]], ...]] = {
    "met": ((MET, (((-18, 1), (-12, -5), (-4, 4), (13, -16), (19, -11), (-4, 16)),)),),
    "not_met": ((FAILED, (((-20, -20), (20, -20), (20, 20), (-20, 20)),)), ("#ffffff", (_CROSS,))),
    "advisory": (("#6b7785", (((0, -17), (17, 0), (0, 17), (-17, 0)), ((0, -12), (12, 0), (0, 12), (-12, 0)))),),
    "not_applicable": (("#aab4bf", (((-13, -2), (13, -2), (13, 3), (-13, 3)),)),),
}
"""A verdict's shapes about its middle: a colour and contours, the second of which is a hole in the first. What is
undetermined is a question mark."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One community: a verdict under each requirement, and how many of its figures came and were approved."""

    name: str
    cells: tuple[Outcome, ...]
    due: int
    seen: int
    approved: int


@dataclass(frozen=True, slots=True)
class BoardSpec:
    """A board as text, that can be kept as JSON and drawn later. legend: what each shape means, in its order.

    reported, approved: the heads of how many figures came (none: left out) and were approved. notes: lines below.
    """

    title: str
    subtitle: str
    heads: tuple[str, ...]
    rows: tuple[BoardRow, ...]
    legend: tuple[tuple[Outcome, str], ...]
    reported: str = ""
    approved: str = ""
    notes: tuple[str, ...] = ()
    kind: Literal["board"] = "board"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def board_from(stored: Mapping[str, Any]) -> BoardSpec:
    """Read back what `as_dict` wrote, an earlier version's too, which may have said more."""
    known = {name: value for name, value in stored.items() if name in BoardSpec.__slots__}
    rows = tuple(BoardRow(**{**row, "cells": tuple(row["cells"])}) for row in stored["rows"])
    legend = tuple((mark, text) for mark, text in stored["legend"])
    return BoardSpec(**{**known, "rows": rows, "legend": legend,
                       "notes": tuple(known.get("notes", ())), "heads": tuple(stored["heads"])})


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell: its shape's middle."""

    x: float
    y: float
    outcome: Outcome

    @property
    def paths(self) -> tuple[tuple[str, str], ...]:
        """Return its shapes for an SVG: a colour and a path."""
        shapes = MARKS.get(self.outcome, ())
        return tuple((colour, " ".join(map(self._path, contours))) for colour, contours in shapes)

    def _path(self, contour: Contour) -> str:
        return "M" + " L".join(f"{self.x + x:g} {self.y + y:g}" for x, y in contour) + " Z"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text from x, y on its base line."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """A requirement's name above its column: `upright` runs of characters one below the other, else turned."""

    x: float
    characters: tuple[Line, ...]
    text: str
    y: float


@dataclass(frozen=True, slots=True)
class BoardLayout:
    """A board in pixels; `bands` are (top, height, whether tinted)."""

    width: int
    height: int
    title_size: int
    heads: tuple[Head, ...]
    names: tuple[Line, ...]
    marks: tuple[Mark, ...]
    bands: tuple[tuple[float, float, bool], ...]
    progress: tuple[Line, ...]
    short: tuple[Line, ...]
    """Counts of what was approved of a community, where that is not all: they are framed."""
    legend: tuple[tuple[Mark, Line], ...]
    notes: tuple[Line, ...]

    @property
    def undetermined(self) -> tuple[Mark, ...]:
        """Return the marks that are a character, those of the legend too."""
        marks = (*self.marks, *(mark for mark, _ in self.legend))
        return tuple(one for one in marks if one.outcome == "undetermined")


def lay_out_board(spec: BoardSpec) -> BoardLayout:
    """Lay a board out; it grows downwards with the communities."""
    names = [_wrapped(row.name) for row in spec.rows]
    room = min(_NAMES, max(width_of(line, SIZE) for lines in names for line in lines))
    start = MARGIN + room + 14
    counted = (spec.reported, spec.approved) if spec.reported else (spec.approved,)
    heads = (*spec.heads, *counted)
    width = min(_COLUMN, (WIDTH - MARGIN - _GAP - start) / len(heads))
    heads_end = _TOP + max(_head_height(text) for text in heads)
    bands: list[tuple[float, float, bool]] = []
    lines, marks, progress, short = [], [], [], []
    y = heads_end + 16
    columns = [start + width * (at + 0.5) + (_GAP if at >= len(spec.heads) else 0) for at in range(len(heads))]
    for at, (row, name) in enumerate(zip(spec.rows, names, strict=True)):
        height = _ROW if len(name) == 1 else _ROW_OF_TWO
        middle = y + height / 2
        bands.append((y, height, at % 2 == 0))
        first = middle + 13 - _LINE * (len(name) - 1) / 2
        lines += [Line(MARGIN, first + _LINE * index, text) for index, text in enumerate(name)]
        marks += [Mark(x, middle, cell) for x, cell in zip(columns, row.cells, strict=False)]
        counts = (row.seen, row.approved)[-len(counted):] if row.due else ()
        shown = [Line(x, middle + 13, str(count)) for x, count in zip(columns[-len(counted):], counts, strict=False)]
        progress += shown
        short += shown[-1:] if row.approved < row.due else []
        y += height
    legend, bottom = _legend(spec, y + 30)
    notes = tuple(Line(MARGIN, bottom + 40 + LEADING * at, text) for at, text in enumerate(spec.notes))
    return BoardLayout(
        width=WIDTH,
        height=int(bottom + LEADING * len(notes) + 24),
        title_size=_title_size(spec.title),
        heads=tuple(_head(text, x, heads_end) for text, x in zip(heads, columns, strict=True)),
        names=tuple(lines),
        marks=tuple(marks),
        bands=tuple(bands),
        progress=tuple(progress),
        short=tuple(short),
        legend=legend,
        notes=notes,
    )


def _title_size(title: str) -> int:
    """Choose a size at which the title fits on one line."""
    return max(SIZE, min(TITLE, int((WIDTH - 2 * MARGIN) / width_of(title, 1))))


def _wrapped(name: str) -> tuple[str, ...]:
    """Break a name of several words into two lines where it is too long for one."""
    if width_of(name, SIZE) <= _NAMES:
        return (name,)
    words = name.split()
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    fitting = [pair for pair in cuts if max(width_of(part, SIZE) for part in pair) <= _NAMES]
    if not fitting:
        return (shortened(name, SIZE, _NAMES),)
    return min(fitting, key=lambda pair: max(width_of(part, SIZE) for part in pair))


def _stands(text: str) -> bool:
    """Tell whether a heading is written downwards, as Chinese can be."""
    return not text.isascii()


def _head_height(text: str) -> float:
    return _LINE * len(text) if _stands(text) else min(_HEADS, width_of(text, SIZE))


def _head(text: str, x: float, end: float) -> Head:
    if not _stands(text):
        return Head(x + 13, (), shortened(text, SIZE, _HEADS), end)
    start = end - _LINE * len(text)
    return Head(x, tuple(Line(x, start + _LINE * (at + 0.85), char) for at, char in enumerate(text)), "", end)


def _legend(spec: BoardSpec, y: float) -> tuple[tuple[tuple[Mark, Line], ...], float]:
    """Place what the shapes mean from left to right, in as many rows as they need; returns where they end."""
    placed: list[tuple[Mark, Line]] = []
    x, middle = float(MARGIN), y + _LEGEND / 2
    for outcome, text in spec.legend:
        width = 60 + width_of(text, SIZE) + 36
        if placed and x + width > WIDTH - MARGIN + 36:
            x, middle = float(MARGIN), middle + _LEGEND
        placed.append((Mark(x + 22, middle, outcome), Line(x + 56, middle + 13, text)))
        x += width
    return tuple(placed), middle + _LEGEND / 2
