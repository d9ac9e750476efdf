"""A fault that is tried, the process that tries it, and what it says."""

from __future__ import annotations

import os
import select
import shutil
import signal
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkItem, WorkResult

NOTICED, LATE = "noticed", "late"
"""How a child begins that says by which test a fault was noticed, or which took too long, if it says so at all."""
IDLE = 10.0
"""A test waits for what does not come where it does nothing for so many seconds, however busy the machine is."""


@dataclass(frozen=True)
class Trial:
    """A fault, and how it is put in."""

    path: Path
    put: Callable[[], bool]
    keys: set[str]
    """Functions or lines by which a test comes that may notice."""
    sure: bool
    """Whether what it lets through is let through for sure: nothing at the import depends on it."""
    anew: set[str]
    """What was made before and may be another with it: fixtures, by name, and results that are kept."""
    diff: str


@dataclass
class Child:
    """A process that tries one fault."""

    item: WorkItem
    pid: int
    reading: int
    until: float
    """The monotonic moment at which it is waited for no longer."""
    folder: str
    trial: Trial
    at_work: int = 0
    """What its processes had of the processor when it was last seen at work."""
    seen: float = field(default_factory=time.monotonic)
    begun: float = field(default_factory=time.monotonic)

    def look(self, now: float) -> None:
        """Have it say which test waits for what does not come, where none of its processes did anything for long."""
        used, runs = _work_of(self.pid)
        if runs or used != self.at_work:
            self.at_work, self.seen = used, now
        elif now - self.seen > IDLE:
            self.seen, self.until = now, min(self.until, now + IDLE)
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGUSR1)

    def end(self) -> WorkResult | None:
        """End it and return what it found; None where it can't be told."""
        ready, _, _ = select.select([self.reading], [], [], 0)
        said = os.read(self.reading, 4000).decode(errors="replace") if ready else LATE
        os.close(self.reading)
        for end in (lambda: os.killpg(self.pid, signal.SIGKILL), lambda: os.kill(self.pid, signal.SIGKILL)):
            with suppress(ProcessLookupError):
                end()
        _, _, used = os.wait4(self.pid, 0)
        shutil.rmtree(self.folder, ignore_errors=True)
        if said.startswith("failed"):
            print(f"not told: {said}", flush=True)
        if said.startswith("failed") or said == "no function" or (said == "missed" and not self.trial.sure):
            return None
        outcome = TestOutcome.SURVIVED if said == "missed" else TestOutcome.KILLED
        took = used.ru_utime + used.ru_stime
        return WorkResult(WorkerOutcome.NORMAL, f"{said or LATE}\n{took:.1f} s", outcome, self.trial.diff)


def _work_of(session: int) -> tuple[int, bool]:
    """Return what the processes of a session had of the processor so far, and whether one would have more."""
    used, runs = 0, False
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, its, *more = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            if int(its) == session:
                used, runs = used + sum(map(int, more[7:9])), runs or state in "RD"
    return used, runs


def said_of(result: WorkResult) -> str:
    """Tell on one line which test noticed a fault, or how the line reads that none noticed."""
    added = [line[1:].strip() for line in (result.diff or "").splitlines() if line[:1] == "+" and line[:3] != "+++"]
    first, *took = (result.output or "").splitlines() or [""]
    return " ".join([first if result.is_killed else added[0] if added else "", *took])


def belongs(nodeid: str, paths: Iterable[str]) -> bool:
    """Tell whether a test is of one of some files or folders."""
    return any(nodeid.startswith((f"{one}::", f"{one}/")) for one in paths)


def within(tests: Sequence[str], took: Mapping[str, float], patience: float) -> Sequence[str]:
    """Return as many tests as take so many seconds, at least one."""
    ends = list(accumulate(took[one] for one in tests))
    return tests[: max(1, bisect_right(ends, patience))]
