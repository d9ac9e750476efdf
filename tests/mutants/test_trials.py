"""A trial ends as soon as it can be told what comes of it."""

from __future__ import annotations

import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cosmic_ray.work_item import MutationSpec, WorkItem

from tests.mutants import trials
from tests.mutants.trials import Child, Trial, within


def test_a_test_that_waits_for_what_does_not_come_is_asked_which_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "import signal; signal.signal(signal.SIGUSR1, lambda *_: print('asked', flush=True))"
    command = [sys.executable, "-c", f"{asked}; print(1, flush=True); signal.pause()"]
    with subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"1\n"
        item = WorkItem.single("job", MutationSpec(Path("x"), "x", 0, (1, 0), (1, 1)))
        trial = Trial(Path("x"), lambda: True, set(), True, set(), "")
        child = Child(item, process.pid, 0, 0.0, "", trial)
        child.look(time.monotonic())
        assert process.poll() is None, "it has only just begun"
        monkeypatch.setattr(trials, "IDLE", -1.0)
        while not select.select([process.stdout], [], [], 0)[0]:
            child.look(time.monotonic())
        assert process.stdout.readline() == b"asked\n"


def test_a_fault_is_tried_with_the_shortest_tests_for_as_long_as_there_is_patience() -> None:
    took = {"a": 1.0, "b": 2.0, "c": 3.0}
    assert [within(["a", "b", "c"], took, patience) for patience in (0.5, 3.0, 5.9, 6.0)] == [
        ["a"], ["a", "b"], ["a", "b"], ["a", "b", "c"]
    ]
