"""What a measured time is compared with: the bound, and a fixed piece of Python timed in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence


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


def tell(what: str, found: Sequence[float], unit: float, **bounds: float) -> bool:
    """Print measured seconds with their bounds and as so many loops; tell whether every bound is kept."""
    ordered = sorted(found)
    measured = {"median": statistics.median(ordered), "p99": ordered[int(len(ordered) * 0.99)], "max": ordered[-1]}
    kept = all(measured[name] <= bound for name, bound in bounds.items())
    told = ", ".join(
        f"{name} {_short(measured[name])} ({measured[name] / unit:,.1f} loops; bound {_short(bound)})"
        for name, bound in bounds.items()
    )
    print(f"{'kept  ' if kept else 'MISSED'} {what}: {told}")
    return kept


def _short(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f} µs" if seconds < 1e-3 else f"{seconds * 1e3:,.1f} ms"
