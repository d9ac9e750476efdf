"""What each part's last run found, kept in docs/TESTS.md: a row a part, of which a run writes its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

HEAD = "| part |"


@dataclass(frozen=True)
class Row:
    """How many faults of a part were tried, change something, and were noticed; how many change nothing."""

    part: str
    tried: int
    noticed: int
    missed: int
    equivalent: int
    share: str
    aim: str
    day: date
    seed: int
    head: str

    def line(self) -> str:
        return f"| {' | '.join(map(str, astuple(self)))} |"


def write(document: Path, row: Row, order: Sequence[str]) -> None:
    """Put a part's row in the place of the one that it had, the parts in their order."""
    lines = document.read_text(encoding="utf-8").splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith(HEAD)) + 2
    last = next((at for at, line in enumerate(lines[first:], first) if not line.startswith("|")), len(lines))
    rows = {line.split("|")[1].strip(): line for line in lines[first:last]} | {row.part: row.line()}
    lines[first:last] = [rows[part] for part in order if part in rows]
    document.write_text("\n".join(lines) + "\n", encoding="utf-8")
