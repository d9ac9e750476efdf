"""A machine's clock that a test puts forward and back under a running process, by libfaketime."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

REQUIRE_ALL = os.environ.get("ZC_TEST_REQUIRE_ALL") == "1"


class WrongClock:
    """The date of the processes that get its environment; their monotonic clock stays as it is."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "faketime"
        self.put("+0")

    def put(self, by: str) -> None:
        """Move the date: `-1h`, `+3600`."""
        # In one step: half a line would be another date.
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{by}\n")
        fresh.replace(self._file)

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process see that date.

        It gives Python's interpreter lock its five milliseconds by hand: what libfaketime makes of them ends at once,
        and threads that want the lock then take it from each other at every step, for minutes on a busy machine.
        """
        return {
            "FAKETIME_WAIT_MS": "5",
            "LD_PRELOAD": str(_library()), "FAKETIME_TIMESTAMP_FILE": str(self._file), "FAKETIME_CACHE_DURATION": "1",
            "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


def _library() -> Path:
    spec = find_spec("libfaketime")
    found = list(Path(spec.origin).parent.rglob("libfaketime.so.1")) if spec is not None and spec.origin else []
    if not found or not sys.platform.startswith("linux") or os.uname().machine != "x86_64":
        if REQUIRE_ALL:
            raise RuntimeError("libfaketime is not installed")
        pytest.skip("no libfaketime here")
    return found[0]
