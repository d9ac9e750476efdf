"""Put faults into a copy of the code, one at a time, and say which the tests let through.

`python -m tests.mutants [PART …]`, whose options --help lists. A run that was stopped is gone on with; what it found
so far is under var/mutants. --missed: try again what went unnoticed, with the tests as they are now, and with --slow
those marked slow as well. What each part's run found stands in docs/TESTS.md. Exit status 1: some part notices less
than its aim.

Most faults are put in the quick way (quick.py), so many at once; what that can't tell is tried by a run of the tests
in a process of its own, and with --quick is left for another time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cosmic_ray.mutating import use_mutation
from cosmic_ray.testing import run_tests
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkItem, WorkResult

from tests.mutants import table
from tests.mutants.alone import Busy, alone
from tests.mutants.faults import choose, untold
from tests.mutants.operators import operator_of
from tests.mutants.putting_in import function_of
from tests.mutants.quick import AT_ONCE, CALLED, ENDED, LEAST, PATIENCE, SESSIONS, TESTS, TIMES, difference
from tests.mutants.trials import belongs, within

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
WORK = ROOT / "var" / "mutants"
KEPT = ROOT / "docs" / "TESTS.md"
"""Where what was found is kept, a row a part."""
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", "node_modules")
COLLECTING = "during collection"
"""What pytest says where something can't be imported: no test noticed anything then."""
MARKED = "not long and not postgres and not browser"


@dataclass(frozen=True)
class Part:
    """A part of the code, its tests, and how many per cent of the faults they should notice."""

    name: str
    files: list[str]
    tests: str
    aim: int

    def session(self, asked: Asked) -> Path:
        """Return the file that keeps this part's faults and what was found of them."""
        return WORK / f"{self.name}-{asked.seed}-{asked.count}.sqlite"


@dataclass(frozen=True)
class Asked:
    """What a run is to do: so many faults a part, drawn by a seed."""

    count: int = 150
    seed: int = 2017
    patience: float = 300.0
    missed: bool = False
    slow: bool = False
    quick: bool = False
    at_once: int = 2

    def command(self, *options: str) -> list[str]:
        """Return pytest's command, which leaves out what is marked to be."""
        marked = MARKED if self.slow else f"{MARKED} and not slow"
        return [sys.executable, "-m", "pytest", "-q", "-m", marked, "-p", "no:cacheprovider", *options]


def parts() -> dict[str, Part]:
    """Read parts.toml."""
    read = tomllib.loads((HERE / "parts.toml").read_text(encoding="utf-8"))
    return {name: Part(name, **part) for name, part in read.items()}


def equivalents() -> set[tuple[str, str, str]]:
    """Read which faults change nothing, as file, function and faulty line."""
    lines = (HERE / "equivalent.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {(file, function, faulty.strip()) for file, function, faulty, _ in rows}


def run(wanted: Sequence[Part], asked: Asked) -> bool:
    """Try the faults of parts that were not tried yet, and report; returns whether each part's aim was met."""
    with ExitStack() as held:
        for part in wanted:
            try:
                held.enter_context(alone(part.session(asked).with_suffix(".held")))
            except Busy:
                sys.exit(f"{part.name}: another run is at work on it")
        of_now = cache(_copy)
        trees = {part.name: _tree(part, asked, of_now) for part in wanted}
        for tree in dict.fromkeys(trees.values()):
            here = [part for part in wanted if trees[part.name] == tree]
            os.chdir(tree)
            _try_at_once(here, asked, tree)
        met = [_told_of(part, asked, trees[part.name]) for part in wanted]
        return all(met)


def _tree(part: Part, asked: Asked, of_now: Callable[[], Path]) -> Path:
    """Return the copy of the code that a part's faults are put into: one of now, where it was not begun before."""
    session = part.session(asked)
    named = session.with_suffix(".tree")
    if not session.exists():
        tree = of_now()
        os.chdir(tree)
        named.write_text(f"{tree.name}\n{_head()}", encoding="utf-8")
        choose([path for each in part.files for path in sorted(Path().glob(each))], session, asked.count, asked.seed)
        return tree
    tree = WORK / named.read_text(encoding="utf-8").split()[0]
    if asked.missed:
        changed = set(_changed(ROOT / "tests", tree / "tests"))
        shutil.rmtree(tree / "tests")
        shutil.copytree(ROOT / "tests", tree / "tests", ignore=LEFT_OUT)
        _forget_calls(tree.with_suffix(CALLED), changed)
        session.with_suffix(ENDED).unlink(missing_ok=True)
        untold(session)
    return tree


def _copy() -> Path:
    """Copy the code as it is now, unless there is such a copy."""
    tree = WORK / f"tree-{_digest()}"
    if not tree.exists():
        unfinished = tree.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(ROOT, unfinished, ignore=LEFT_OUT)
        unfinished.rename(tree)
    return tree


def _head() -> str:
    """Return the commit that the code is of, or follows; nothing where it is of none."""
    command = [shutil.which("git") or "git", "rev-parse", "--short", "HEAD"]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def _digest() -> str:
    """Tell this code from another by its files."""
    said = hashlib.sha256()
    for path in _files(ROOT):
        said.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return said.hexdigest()[:12]


def _files(folder: Path) -> Iterator[Path]:
    entries = sorted(folder.iterdir())
    out = LEFT_OUT(str(folder), [one.name for one in entries])
    for one in entries:
        if one.name not in out:
            yield from _files(one) if one.is_dir() else [one]


def _changed(now: Path, before: Path) -> Iterator[str]:
    """Return what tests other calls may be made by now: files of tests, and folders of what serves several."""
    files = {path.relative_to(each) for each in (now, before) for path in _files(each)}
    for path in files:
        two = [each / path for each in (now, before)]
        if not all(each.exists() for each in two) or two[0].read_bytes() != two[1].read_bytes():
            yield str(Path("tests") / (path if path.name.startswith("test_") else path.parent))


def _forget_calls(known: Path, changed: set[str]) -> None:
    """Forget what those tests call that are others by now, and all where that is kept of other files."""
    if known.exists() and changed:
        closely, made, called, took, failed = json.loads(known.read_text(encoding="utf-8"))
        gone = {one for one in called if belongs(one, changed)}
        called = {one: keys for one, keys in called.items() if one not in gone}
        failed = [one for one in failed if one not in gone]
        known.write_text(json.dumps([closely, made, called, took, failed]), encoding="utf-8")


def _try_at_once(wanted: Sequence[Part], asked: Asked, tree: Path) -> None:
    """Try the faults of parts in one process: a test of several parts is looked at once."""
    pending = [part for part in wanted if _pending(part, asked)]
    if pending:
        sessions = os.pathsep.join(str(part.session(asked)) for part in pending)
        tests = os.pathsep.join(part.tests for part in pending)
        told = {SESSIONS: sessions, TESTS: tests, PATIENCE: str(asked.patience), AT_ONCE: str(asked.at_once)}
        paths = dict.fromkeys(path for part in pending for path in part.tests.split())
        trying = asked.command("-p", "tests.mutants.quick", *paths)
        subprocess.run(trying, env={**os.environ, **told}, cwd=tree, check=False)


def _pending(part: Part, asked: Asked) -> Sequence[WorkItem]:
    with use_db(str(part.session(asked)), WorkDB.Mode.open) as kept:
        return tuple(kept.pending_work_items)


def _told_of(part: Part, asked: Asked, tree: Path) -> bool:
    """Try what the quick way could not tell, unless that is left for another time, and report on the part."""
    os.chdir(tree)
    with use_db(str(part.session(asked)), WorkDB.Mode.open) as kept:
        if not asked.quick and (pending := kept.pending_work_items):
            _try_anew(part, asked, tree.with_suffix(CALLED), kept, pending)
        tried = dict(kept.results)
        if pending := kept.pending_work_items:
            print(f"\n{part.name}: {len(pending)} faults were not tried")
        if pending and not part.session(asked).with_suffix(ENDED).exists():
            # What is noticed is told at once, and what is not at the end: a share of these would be too good.
            noticed = sum(each.is_killed for each in tried.values())
            print(f"\n{part.name}: {noticed} of {len(kept.work_items)} faults noticed so far")
            return False
        found = [(item, tried[item.job_id]) for item in kept.work_items if item.job_id in tried]
        _, *head = part.session(asked).with_suffix(".tree").read_text(encoding="utf-8").split()
        return report(part, [one for one in found if _still_there(*one)], asked.seed, *head)


def _try_anew(part: Part, asked: Asked, known: Path, kept: WorkDB, pending: Sequence[WorkItem]) -> None:
    """Try each fault by a run from the import on of the tests that call something of its file."""
    if not known.exists():
        sys.exit(f"{part.name}: its tests could not be run")
    _, _, called, took, failed = json.loads(known.read_text(encoding="utf-8"))
    listed = part.session(asked).with_suffix(".chosen")
    command = shlex.join([*asked.command("-x"), f"@{listed}"])
    sound = [one for one in called if one not in failed and belongs(one, part.tests.split())]
    for number, item in enumerate(pending, 1):
        here = tuple(f"{item.mutations[0].module_path}{mark}" for mark in ":@")
        chosen = [one for one in sound if any(key.startswith(here) for key in called[one])] or sound
        chosen = within(sorted(chosen, key=took.__getitem__), took, asked.patience)
        listed.write_text("\n".join(chosen), encoding="utf-8")
        spec = item.mutations[0]
        with use_mutation(Path(spec.module_path), operator_of(spec.operator_name), spec.occurrence) as (before, text):
            outcome, output = run_tests(command, LEAST + TIMES * sum(took[one] for one in chosen))
        if COLLECTING in output:
            outcome = TestOutcome.INCOMPETENT
        result = WorkResult(WorkerOutcome.NORMAL, output, outcome, difference(before, text))
        kept.set_result(item.job_id, result)
        print(f"{part.name} {number}/{len(pending)} {_told(item, result)}", flush=True)


def report(part: Part, tried: list[tuple[WorkItem, WorkResult]], seed: int, head: str = "") -> bool:
    """Print what went unnoticed, each with file and line, and keep the numbers; returns whether the aim was met."""
    known = equivalents()
    tried = [(item, result) for item, result in tried if result.test_outcome is not TestOutcome.INCOMPETENT]
    missed = [(item, result) for item, result in tried if not result.is_killed and _place(item, result) not in known]
    counted = len(tried) - sum(not each.is_killed for _, each in tried) + len(missed)
    noticed = counted - len(missed)
    share = 100 * noticed / counted if counted else 100.0
    if KEPT.exists():
        today = datetime.now(UTC).date()
        numbers = len(tried), noticed, len(missed), len(tried) - counted, f"{share:.1f} %", f"{part.aim} %"
        table.write(KEPT, table.Row(part.name, *numbers, today, seed, head), list(parts()))
    print(f"\n{part.name}: {noticed} of {counted} faults noticed ({share:.1f} %, aim {part.aim} %)")
    for item, result in missed:
        spec = item.mutations[0]
        print(f"  {spec.module_path}:{spec.start_pos[0]}  {_place(item, result)[2]}")
    return share >= part.aim


def _still_there(item: WorkItem, result: WorkResult) -> bool:
    """Tell whether the line that a fault was put into still is in the code, which may be another by now."""
    lines = [line[1:] for line in (result.diff or "").splitlines() if line[:1] == "-" and line[:3] != "---"]
    here = ROOT / item.mutations[0].module_path
    return not lines or (here.exists() and lines[0] in here.read_text(encoding="utf-8").splitlines())


def _place(item: WorkItem, result: WorkResult) -> tuple[str, str, str]:
    """Return a fault's file, its function and the line as it reads with the fault in it."""
    added = [line[1:].strip() for line in (result.diff or "").splitlines() if line[:1] == "+" and line[:3] != "+++"]
    spec = item.mutations[0]
    path = Path(spec.module_path)
    return str(path), function_of(path, spec.start_pos[0]), added[0] if added else ""


def _told(item: WorkItem, result: WorkResult) -> str:
    spec = item.mutations[0]
    return f"{'noticed' if result.is_killed else 'MISSED '} {spec.module_path}:{spec.start_pos[0]}"


def main() -> int:
    """Run the parts that are named, all where none is."""
    known = parts()
    asked = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    asked.add_argument("part", nargs="*", metavar="PART", help=f"one of {', '.join(known)}; all where none is named")
    asked.add_argument("--count", type=int, default=Asked.count, help="faults a part")
    asked.add_argument("--seed", type=int, default=Asked.seed)
    asked.add_argument("--patience", type=float, default=Asked.patience, help="seconds of tests to try each with")
    asked.add_argument("--missed", action="store_true", help="again what went unnoticed, with the tests of now")
    asked.add_argument("--slow", action="store_true", help="with the tests marked slow, too")
    asked.add_argument("--quick", action="store_true", help="only what needs no Python started anew")
    asked.add_argument("--at-once", type=int, default=Asked.at_once, help="faults tried side by side")
    given = asked.parse_args()
    if unknown := [each for each in given.part if each not in known]:
        asked.error(f"there is no part {unknown[0]}")
    WORK.mkdir(parents=True, exist_ok=True)
    wanted = Asked(given.count, given.seed, given.patience, given.missed, given.slow, given.quick, given.at_once)
    return 0 if run([known[name] for name in given.part or known], wanted) else 1


if __name__ == "__main__":
    sys.exit(main())
