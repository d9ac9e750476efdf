"""A plugin of pytest that tries faults without starting Python anew for each: the quick way of `make mutants`.

The tests run once without a fault, and which functions each of them calls and which lines it runs is noted. Then
the process forks for each fault: the child puts it into what is imported, forgets what was worked out before, and
runs the tests that run the line, the shortest first, until one fails. What can't be told so is left pending: a fault
outside of functions and names, and one that goes unnoticed although it may change what is made at the import.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import resource
import select
import signal
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import unified_diff
from functools import partial
from pathlib import Path
from types import FunctionType
from typing import IO, Any, NoReturn

import pytest
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkItem, WorkResult

from tests.mutants.alone import alone
from tests.mutants.probes import Calls, key_of, line_key
from tests.mutants.putting_in import (
    faulty,
    forget,
    functions,
    kept_functions,
    put_in,
    put_names,
    renamed,
    replaced,
    statement_of,
    users_of,
)
from tests.mutants.readings import Readings
from tests.mutants.trials import LATE, NOTICED, Child, Trial, belongs, said_of, within

SESSIONS, TESTS = "ZC_MUTANTS", "ZC_MUTANTS_TESTS"
"""The environment's names for the files that the faults of each part are in, and for the tests of each."""
PATIENCE, AT_ONCE = "ZC_MUTANTS_PATIENCE", "ZC_MUTANTS_AT_ONCE"
"""For how many seconds of tests each is tried, and how many at once."""
KEPT_FIXTURES = frozenset({"tmp_path_factory", "sqlite_template", "compiled", "keys_of_the_tests"})
"""Of the session's fixtures those that no fault changes; the others are made anew."""
CACHES = ""
"""By what name is known what results that are kept are made by: no fixture's."""
ENDED = ".ended"
"""What ends the name of a file that says that a part's faults were tried with all of its tests."""
CALLED = ".calls.json"
"""What ends the name of the file that keeps what each test calls, beside the copy of the code."""
LEAST, TIMES = 300.0, 10.0
"""A fault is noticed, too, where a test takes ten times as long as the processor was at work on it without, and five
minutes more: others may be at work on the machine."""
BUSY = 5.0
"""So many seconds of the processor instead of the minutes: once is enough, it is the same on a busy machine."""
LOOK = 1.0
"""So often is looked, in seconds, whether the run that asked is still there."""
FIRST = 0.1
"""With which part of the patience a fault is tried by some of the tests before it is by all."""
WAIT = 6.0
"""No test with a fault waits longer for what does not come, in seconds. Where one took so long, the machine may be
busy: it must pass without the fault just then."""


@dataclass(eq=False)
class Quick:
    """The run: what the tests call and take, and what failed without a fault."""

    calls: Calls
    at_import: list[str] = field(default_factory=list)
    made: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What is called by each thing that serves several tests: fixtures, by name, and results that are kept."""
    called: dict[str, frozenset[str]] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """For how many seconds the processor is at work on each, its processes included."""
    failed: list[str] = field(default_factory=list)
    sound: set[str] = field(default_factory=set)
    """Those that noticed a fault, and passed in a child without one."""
    late: set[str] = field(default_factory=set)
    """The faults with which a test took too long once: on a busy machine it may have without."""
    asked_by: int = field(default_factory=os.getppid)
    """The process that waits for what is found."""
    readings: Readings = field(default_factory=Readings)
    there: list[FunctionType] = field(default_factory=list)
    """The functions that a fault may be put into."""
    sharp: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many faults of a file each test noticed: it is tried sooner with the next one."""
    patience: float = field(init=False)
    """For how many seconds of tests each fault is tried."""
    held: IO[bytes] = field(init=False)
    """What other runs wait for."""

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        if fixturedef.scope == "function" or fixturedef.argname in KEPT_FIXTURES:
            return (yield)
        before, self.calls.seen = self.calls.seen, set()
        try:
            return (yield)
        finally:
            self.made[fixturedef.argname].update(map(key_of, self.calls.seen))
            self.calls.seen |= before

    @pytest.hookimpl
    def pytest_collection_finish(self) -> None:
        self.at_import = self.calls.since()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        known = Path.cwd().with_suffix(CALLED)
        closely = sorted(map(str, self.calls.faulty))
        if known.exists():
            marked, *told = json.loads(known.read_text(encoding="utf-8"))
            if self.calls.faulty <= set(map(Path, marked)):
                closely = marked
                self._recall(*told)
        sessions, tests = (os.environ[name].split(os.pathsep) for name in (SESSIONS, TESTS))
        for name, own in zip(sessions, tests, strict=True):
            print(f"\n{Path(name).stem}", flush=True)
            with alone(known.with_suffix(".tried"), wait=True) as self.held, use_db(name, WorkDB.Mode.open) as kept:
                mine: list[pytest.Item] = []
                for paths, last in _stages(own.split()):
                    more = [item for item in session.items if belongs(item.nodeid, paths)]
                    if new := [item for item in more if item.nodeid not in self.called]:
                        self._run_all(new)
                        self._keep(known, closely)
                    for nodeid in self.failed:
                        print(f"\nfails without any fault and is left out: {nodeid}", flush=True)
                    mine += more
                    self._try_all(kept, sorted(mine if last else more, key=lambda item: self.took[item.nodeid]), last)
                if os.getppid() == self.asked_by:
                    Path(name).with_suffix(ENDED).touch()
        return True

    def _recall(self, made: Mapping[str, list[str]], called: Mapping[str, list[str]], *told: Any) -> None:
        self.made.update({name: set(keys) for name, keys in made.items()})
        self.called = {nodeid: frozenset(keys) for nodeid, keys in called.items()}
        self.took.update(told[0])
        self.failed = told[1]

    def _keep(self, known: Path, closely: Sequence[str]) -> None:
        """Write down what the tests call; `closely`: the files of which each line is noted."""
        made = {name: sorted(keys) for name, keys in self.made.items()}
        called = {nodeid: sorted(keys) for nodeid, keys in self.called.items()}
        unfinished = known.with_suffix(".unfinished")
        unfinished.write_text(json.dumps([closely, made, called, self.took, self.failed]), encoding="utf-8")
        unfinished.replace(known)

    def _run_all(self, items: Sequence[pytest.Item]) -> None:
        """Run tests without a fault."""
        gc.unfreeze()
        forget()
        self.calls.kept = kept_functions()
        self.calls.on = True
        self.readings.watch()
        for item, following in zip(items, [*items[1:], items[0].session], strict=True):
            self.readings.clear()
            before = sum(os.times()[:4])
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.took[item.nodeid] = sum(os.times()[:4]) - before
            self.called[item.nodeid] = frozenset(self.calls.since())
        self.calls.stop()
        self.readings.clear()
        self.made[CACHES].update(map(key_of, self.calls.shared))

    def _try_all(self, kept: WorkDB, items: Sequence[pytest.Item], last: bool = True) -> None:
        """Try what is pending, so many at once, for as long as somebody waits for it.

        last: what these let through is let through; else it stays pending, for the tests that come after them, and
        less time is spent.
        """
        self.patience = float(os.environ.get(PATIENCE, "300")) * (1 if last else FIRST)
        running: dict[int, Child] = {}
        self.there = functions()
        gc.collect()
        gc.freeze()  # A child copies no page because something looks for what nobody needs any more.
        pending = sorted(kept.pending_work_items, key=lambda item: str(item.mutations[0]))
        random.Random(0).shuffle(pending)  # A run that is stopped has tried some of each file.
        while (pending or running) and os.getppid() == self.asked_by:
            while pending and len(running) < int(os.environ.get(AT_ONCE, "2")):
                item = pending.pop()
                trial = self._trial(item.mutations[0])
                if trial is None:
                    continue
                if chosen := self._choose(trial, items):
                    child = self._fork(item, trial, chosen)
                    running[child.reading] = child
                elif trial.sure and last:
                    never = WorkResult(WorkerOutcome.NORMAL, "never run", TestOutcome.SURVIVED, trial.diff)
                    self._tell(kept, item, never)
            soonest = min((child.until for child in running.values()), default=0.0)
            ready, _, _ = select.select(list(running), [], [], min(LOOK, max(0.0, soonest - time.monotonic())))
            now = time.monotonic()
            for child in running.values():
                child.look(now)
            late = [number for number, child in running.items() if child.until <= now]
            for number in {*ready, *late}:
                child = running.pop(number)
                if (result := child.end()) is None:
                    continue
                if self._is_by_the_fault(child, result, items):
                    if last or result.is_killed:
                        self._tell(kept, child.item, result)
                else:
                    pending.append(child.item)
        for child in running.values():
            child.end()

    def _trial(self, spec: MutationSpec) -> Trial | None:
        """Say how a fault is put in; None where only a run from the import on can do it."""
        path, text = Path(spec.module_path), faulty(spec)
        if (pairs := replaced(path, text)) is not None:
            if not any(before.co_name[0] != "<" or before.co_name == "<lambda>" for before, _ in pairs):
                return None
            keys = {key_of(before) for before, _ in pairs}
            lines = {line_key(path, line) for line in statement_of(path, spec.start_pos[0])}
            sure, anew = keys.isdisjoint(self.at_import), {one for one in self.made if keys & self.made[one]}
            return Trial(path, partial(put_in, path, pairs, self.there), lines, sure, anew, _diff(path, text))
        if not all(names := renamed(path, text)):
            return None
        keys = {key_of(code) for code in users_of(names, self.there)}
        return Trial(path, partial(put_names, path, text, names), keys, False, set(self.made), _diff(path, text))

    def _choose(self, trial: Trial, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """Return the tests to try a fault with: those that come by it first."""
        items = [item for item in items if item.nodeid not in self.failed]
        chosen = [item for item in items if not trial.keys.isdisjoint(self.called[item.nodeid])]
        chosen.sort(key=lambda item: self.took[item.nodeid] / (1 + self.sharp[str(trial.path), item.nodeid]))
        if trial.anew:
            known = set(map(id, chosen))
            chosen += [item for item in items if id(item) not in known and _is_served(item, trial.anew)]
        most = within([item.nodeid for item in chosen], self.took, self.patience)
        return chosen[: len(most)]

    def _fork(self, item: WorkItem, trial: Trial, chosen: Sequence[pytest.Item]) -> Child:
        folder = tempfile.mkdtemp(prefix="zc-mutant-")
        reading, writing = os.pipe()
        seconds = sum(self.took[each.nodeid] for each in chosen)
        if (pid := os.fork()) == 0:
            os.close(reading)
            self.held.close()
            self._in_child(trial, chosen, Path(folder), writing)
        os.close(writing)
        return Child(item, pid, reading, time.monotonic() + LEAST + TIMES * seconds, folder, trial)

    def _is_by_the_fault(self, child: Child, result: WorkResult, items: Sequence[pytest.Item]) -> bool:
        """Tell whether a test noticed the fault itself: without one it passes in a child, or it is late twice."""
        word, _, nodeid = (result.output or "").partition("\n")[0].partition(" by ")
        if word == LATE and child.item.job_id not in self.late:
            self.late.add(child.item.job_id)
            return False
        if word == NOTICED and (nodeid not in self.sound or time.monotonic() - child.begun > WAIT):
            without = Trial(child.trial.path, lambda: True, set(), True, child.trial.anew, "")
            found = self._fork(child.item, without, [item for item in items if item.nodeid == nodeid])
            select.select([found.reading], [], [], found.until - time.monotonic())
            if (passed := found.end()) is None or passed.is_killed:
                if nodeid not in self.sound:
                    print(f"\nfails in a child without any fault and is left out: {nodeid}", flush=True)
                    self.failed.append(nodeid)
                return False
            self.sound.add(nodeid)
        if word == NOTICED:
            self.sharp[str(child.trial.path), nodeid] += 1
        return True

    def _in_child(
        self, trial: Trial, chosen: Sequence[pytest.Item], folder: Path, writing: int,
    ) -> None:
        """Put the fault in and run the tests."""
        said, at_work = b"missed", ""
        try:
            os.setsid()
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            most = int(LEAST + TIMES * sum(self.took[each.nodeid] for each in chosen))
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
            signal.signal(signal.SIGALRM, lambda *_: _end(writing, f"{LATE} by {at_work}".encode()))
            for never in (signal.SIGPROF, signal.SIGUSR1):  # However busy the machine is.
                signal.signal(never, lambda *_: _end(writing, f"{NOTICED} by {at_work}\nnever ends".encode()))
            tempfile.tempdir = str(folder)
            chosen[0].config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined]
            _wait_less()
            chosen[0].config.pluginmanager.unregister(name="terminalreporter")
            if trial.anew - {CACHES}:
                _make_fixtures_anew(chosen)
            if trial.anew:
                gc.unfreeze()
                forget()
            if not trial.put():
                said = b"no function"
            else:
                self.failed.clear()
                for item, following in zip(chosen, [*chosen[1:], chosen[0]], strict=True):
                    at_work = item.nodeid
                    signal.setitimer(signal.ITIMER_REAL, LEAST + TIMES * self.took[item.nodeid])
                    signal.setitimer(signal.ITIMER_PROF, BUSY + TIMES * self.took[item.nodeid])
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    if self.failed:
                        said = f"{NOTICED} by {self.failed[0]}".encode()
                        break
        except BaseException as error:
            said = f"failed {error!r}".encode()
        finally:
            _end(writing, said[:4000])

    def _tell(self, kept: WorkDB, item: WorkItem, result: WorkResult) -> None:
        kept.set_result(item.job_id, result)
        spec = item.mutations[0]
        word = "noticed" if result.is_killed else "MISSED "
        print(f"{word} {spec.module_path}:{spec.start_pos[0]} {said_of(result)}", flush=True)


def _stages(paths: Sequence[str]) -> Iterator[tuple[Sequence[str], bool]]:
    """Return the files and folders of a part's tests in their order, and of each if it is the last.

    Those named first are quickest to run and notice most: what they notice needs no others.
    """
    for number, path in enumerate(paths, 1):
        yield [path], number == len(paths)


def _is_served(item: pytest.Item, made: set[str]) -> bool:
    return CACHES in made or not made.isdisjoint(item.fixturenames)  # type: ignore[attr-defined]


def _make_fixtures_anew(chosen: Sequence[pytest.Item]) -> None:
    """Put away what the session's fixtures made without the fault."""
    for item in chosen:
        for found in item._fixtureinfo.name2fixturedefs.values():  # type: ignore[attr-defined]
            for each in found:
                if each.scope != "function" and each.argname not in KEPT_FIXTURES:
                    each.cached_result = None
                    each._finalizers.clear()


def _end(writing: int, said: bytes) -> NoReturn:
    """End this process, and say what it found."""
    with suppress(BrokenPipeError):  # Nobody waits for it any more.
        os.write(writing, said)
    os._exit(0)


def _wait_less() -> None:
    timeout = asyncio.timeout
    asyncio.timeout = lambda delay: timeout(None if delay is None else min(delay, WAIT))  # type: ignore[assignment]


def difference(before: str, after: str) -> str:
    """Return how two texts differ, without the lines around."""
    return "\n".join(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))


def _diff(path: Path, text: str) -> str:
    return difference(path.read_text(encoding="utf-8"), text)


CALLS = Calls("zc_bot")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    for session in os.environ[SESSIONS].split(os.pathsep):
        with use_db(session, WorkDB.Mode.open) as kept:
            specs = [one.mutations[0] for one in kept.pending_work_items]
        CALLS.faulty |= frozenset(Path(one.module_path).absolute() for one in specs)
    CALLS.start()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Quick(CALLS))
