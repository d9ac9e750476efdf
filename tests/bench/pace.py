"""How long a piece of work in this process takes, beside a fixed piece of Python timed in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from tests.bench.table import Row, Table


def times(work: Callable[[], object], rounds: int) -> list[float]:
    """Return how many seconds each round of `work` took."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return found


def loop() -> float:
    """Return the seconds of a loop of 10,000 additions, which says how fast this machine is just now."""

    def add() -> None:
        total = 0
        for number in range(10_000):
            total += number

    return statistics.median(times(add, 50))


def tell(table: Table, what: str, found: Sequence[float], **bounds: float) -> None:
    """Add a row for each bound of measured seconds (`median`, `p99` or `max`), with so many loops as they are."""
    ordered, unit = sorted(found), loop()
    measured = {"median": statistics.median(ordered), "p99": ordered[int(len(ordered) * 0.99)], "max": ordered[-1]}
    for name, bound in bounds.items():
        took = measured[name]
        beside = f"a loop of 10,000: {_short(unit)}"
        table.add(
            Row(f"{what}, {name}", _short(took), beside, f"{took / unit:,.1f}", f"≤ {_short(bound)}", took <= bound)
        )


def _short(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f} µs" if seconds < 1e-3 else f"{seconds * 1e3:,.1f} ms"
