"""The same seed chooses the same faults, one a place; what goes unnoticed is told with its line."""

from __future__ import annotations

import builtins
import json
import shutil
import sys
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cosmic_ray.mutating import mutate_code
from cosmic_ray.work_db import WorkDB, use_db

from tests.mutants import __main__ as mutants
from tests.mutants.alone import alone
from tests.mutants.faults import choose, untold
from tests.mutants.operators import OWN, operator_of
from tests.mutants.probes import MARK, RAN, Calls, Marked
from tests.mutants.putting_in import forget, function_of, statement_of
from tests.mutants.quick import ENDED, Quick
from tests.mutants.readings import Readings
from zc_bot.cache import Cache
from zc_bot.parsing.lexicon import Lexicon

CODE = '''"""Years."""
from __future__ import annotations
from functools import cache

LAST = 2020


def is_late(day: int | None, last: int) -> bool:
    """Tell whether a day is after the last."""
    return day is not None and day > last


def span(first: int, last: int) -> int:
    return last - first + 1


@cache
def length() -> int:
    return span(2018, LAST)
'''
TESTS = '''"""What is held of years."""
import os

from zc_bot.years import LAST, is_late, length

HERE = os.getpid()


def test_here():
    assert is_late(2, 1) and length() and LAST and os.getpid() == HERE


def test_late():
    assert is_late(2, 1) and not is_late(1, 1) and not is_late(0, 1) and not is_late(None, 1)


def test_length():
    assert length() > 1


def test_length_again():
    assert length() == 3


def test_last():
    assert LAST == 2020
'''
STATEMENTS = """
from zc_bot import years


LAST = 2020


def total(found):
    try:
        if (found
                and years):
            return 1
        found()
    except KeyError:
        pass
    return [one for one in found
            if one]
"""
FUNCTIONS = """
from functools import cache


LAST = 2020


class Year:
    def span(self):
        def inner():
            return 1
        return inner

async def late(): return LAST
"""
RUN = '''
def tell(number):
    """Tell how many there are."""
    if number > 1:
        return "more"
    elif number == 1:
        return "one"
    try:
        return 1 / number
    except ZeroDivisionError:
        return "none"


def name(number):
    match number:
        case 1:
            return "one"
        case 2 | 3:
            return "few"

twice = lambda number: 2 * number
'''
COUNT = 100


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a part of its own, which the runner is told of."""
    root = tmp_path / "project"
    shutil.copytree(Path(__file__).parent, root / "tests" / "mutants", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "zc_bot").mkdir()
    (root / "zc_bot" / "years.py").write_text(CODE, encoding="utf-8")
    (root / "tests" / "test_years.py").write_text(TESTS, encoding="utf-8")
    monkeypatch.setattr(mutants, "ROOT", root)
    monkeypatch.setattr(mutants, "WORK", tmp_path / "work")
    monkeypatch.setattr(mutants, "KEPT", tmp_path / "TESTS.md")
    monkeypatch.setattr(mutants, "parts", lambda: dict.fromkeys(["days", "years", "ends"]))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(root)
    return root


def chosen(count: int, seed: int) -> list[tuple[int, str, int]]:
    session = Path(f"{count}-{seed}.sqlite")
    session.unlink(missing_ok=True)
    choose([Path("zc_bot/years.py")], session, count, seed)
    with use_db(str(session), WorkDB.Mode.open) as kept:
        specs = [item.mutations[0] for item in kept.work_items]
    return [(spec.start_pos[0], spec.operator_name, spec.occurrence) for spec in specs]


@pytest.mark.usefixtures("folder")
def test_a_seed_chooses_the_same_faults_again_and_never_in_a_type() -> None:
    assert chosen(4, 1) == chosen(4, 1)
    assert len({tuple(chosen(2, seed)) for seed in range(6)}) > 1
    assert {line for line, _, _ in chosen(COUNT, 1)} == {5, 10, 14, 19}
    places = len({(line, operator) for line, operator, _ in chosen(6, 1)})
    assert places > 3, "one of each place before a second"


def test_what_the_tests_let_through_is_told_and_what_changes_nothing_is_not_counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    part = mutants.Part("years", ["zc_bot/years.py"], "tests/test_years.py", 100)
    (folder / "tests" / "test_years.py").write_text(TESTS.replace(" == 3", " > 1"), encoding="utf-8")
    assert not mutants.run([part], mutants.Asked(COUNT, 1))
    told = capfd.readouterr().out
    assert "zc_bot/years.py:5 noticed by tests/test_years.py::test_last" in told, "what a name stands for"
    missed = [line.split("  ")[-1] for line in told.splitlines() if line.startswith("  zc_bot/years.py:")]
    # What keeps its result is called by one test only, and serves others; what runs at the import is tried anew.
    assert "return last - first + 2" in missed
    assert {line.split(":")[1].split()[0] for line in told.splitlines() if line[:9] == "  zc_bot/"} == {"14", "19"}
    assert "test_here" not in told.replace("without any fault and is left out: tests/test_years.py::test_here", "")
    # With the tests as they are now they are noticed, and nothing else is tried again.
    monkeypatch.chdir(folder)
    (folder / "tests" / "test_years.py").write_text(TESTS, encoding="utf-8")
    assert mutants.run([part], mutants.Asked(COUNT, 1, missed=True))
    told = capfd.readouterr().out
    assert "zc_bot/years.py:10" not in told
    assert "zc_bot/years.py:14 noticed by" in told, "the quick way goes on with what is known of the tests"
    assert "(100.0 %" in told


def test_what_is_known_to_change_nothing_is_not_counted(
    monkeypatch: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = mutants.Part("years", ["zc_bot/years.py"], "tests/test_years.py", 100)
    session = folder.parent / "work" / "years-1-100.sqlite"
    choose([Path("zc_bot/years.py")], session, COUNT, 1)
    with use_db(str(session), WorkDB.Mode.open) as kept:
        (known, *others) = [item for item in kept.work_items if item.mutations[0].start_pos[0] == 14]
        lines = "--- a\n+++ b\n-    return last - first + 1\n+    return last"
        result = mutants.WorkResult("normal", "", "survived", lines)
        kept.set_result(known.job_id, result)
        for item in kept.pending_work_items:
            kept.set_result(item.job_id, mutants.WorkResult("normal", "", "killed"))
    assert others
    shutil.copytree(folder, folder.parent / "work" / "years")
    session.with_suffix(".tree").write_text("years\n1a2b3c", encoding="utf-8")
    monkeypatch.setattr(mutants, "equivalents", lambda: {("zc_bot/years.py", "is_late", "return last")})
    assert not mutants.run([part], mutants.Asked(COUNT, 1))
    monkeypatch.setattr(mutants, "equivalents", lambda: {("zc_bot/years.py", "span", "return last")})
    monkeypatch.chdir(folder)
    before, after = ("| days | 1 |", "| ends | 2 |")
    mutants.KEPT.write_text(f"| part | tried |\n|---|---|\n{before}\n{after}\n\nEnd\n", encoding="utf-8")
    assert mutants.run([part], mutants.Asked(COUNT, 1))
    row = mutants.KEPT.read_text(encoding="utf-8").splitlines()[2:-2]
    assert [row[0], row[2]] == [before, after], "the parts in their order"
    tried, noticed, missed, nothing, share, aim, _, seed, head = (cell.strip() for cell in row[1].split("|")[2:-1])
    assert (int(tried), missed, nothing, share, aim) == (int(noticed) + 1, "0", "1", "100.0 %", "100 %")
    assert (seed, head) == ("1", "1a2b3c")
    # Where the line is gone by now there is nothing left to notice.
    (folder / "zc_bot" / "years.py").write_text(CODE.replace("    return last - first + 1", "    ..."), "utf-8")
    monkeypatch.chdir(folder)
    assert mutants.run([part], mutants.Asked(COUNT, 1))
    assert f"| years | {noticed} |" in mutants.KEPT.read_text(encoding="utf-8")
    assert "years.py:14" not in capsys.readouterr().out.rpartition("years:")[2]


def test_a_run_that_is_stopped_tells_no_share(
    monkeypatch: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mutants, "_try_at_once", lambda *_: None)
    part = mutants.Part("years", ["zc_bot/years.py"], "tests/test_years.py", 100)
    asked = mutants.Asked(4, 1, quick=True)
    mutants.KEPT.write_text("| part | tried |\n|---|---|\n", encoding="utf-8")
    assert not mutants.run([part], asked)
    with use_db(str(part.session(asked)), WorkDB.Mode.open) as kept:
        first, *_ = kept.work_items
        kept.set_result(first.job_id, mutants.WorkResult("normal", "", "killed"))
    assert not mutants.run([part], asked)
    assert "years: 1 of 4 faults noticed so far" in capsys.readouterr().out
    assert "years" not in mutants.KEPT.read_text(encoding="utf-8")
    part.session(asked).with_suffix(ENDED).touch()
    monkeypatch.chdir(folder)
    assert mutants.run([part], asked)
    assert "| years | 1 | 1 |" in mutants.KEPT.read_text(encoding="utf-8")


def test_what_other_tests_call_is_known_still(tmp_path: Path) -> None:
    now, before, known = tmp_path / "now", tmp_path / "before", tmp_path / "tree.calls.json"
    for folder, text in ((now, "1"), (before, "2")):
        for name in ("chat/test_a.py", "chat/test_b.py", "tg/conftest.py", "tg/test_c.py"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text if name in {"chat/test_a.py", "tg/conftest.py"} else "", "utf-8")
    (now / "chat" / "test_d.py").touch()
    changed = set(mutants._changed(now, before))
    assert changed == {"tests/chat/test_a.py", "tests/chat/test_d.py", "tests/tg"}
    called = {f"tests/{name}::test_it": ["x"] for name in ("chat/test_a.py", "chat/test_b.py", "tg/test_c.py")}
    known.write_text(json.dumps([[], {}, called, {}, ["tests/tg/test_c.py::test_it"]]), encoding="utf-8")
    mutants._forget_calls(known, changed)
    assert json.loads(known.read_text(encoding="utf-8")) == [[], {}, {"tests/chat/test_b.py::test_it": ["x"]}, {}, []]


def test_a_second_run_on_the_same_faults_is_refused(folder: Path) -> None:
    part = mutants.Part("years", ["zc_bot/years.py"], "tests/test_years.py", 100)
    with alone(folder.parent / "work" / "years-1-100.held"), pytest.raises(SystemExit, match="another run"):
        mutants.run([part], mutants.Asked(COUNT, 1))


@pytest.mark.usefixtures("folder")
def test_what_a_run_that_was_stopped_left_behind_writes_nothing_more() -> None:
    choose([Path("zc_bot/years.py")], Path("left.sqlite"), COUNT, 1)
    with use_db("left.sqlite", WorkDB.Mode.open) as kept:
        Quick(Calls("zc_bot"), asked_by=-1)._try_all(kept, [])
        assert len(kept.pending_work_items) == len(kept.work_items) > 0


@pytest.mark.usefixtures("folder")
def test_a_run_that_is_stopped_while_it_chooses_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr(WorkDB, "add_work_items", stop)
        with pytest.raises(KeyboardInterrupt):
            choose([Path("zc_bot/years.py")], Path("left.sqlite"), 4, 1)
    assert not Path("left.sqlite").exists()
    choose([Path("zc_bot/years.py")], Path("left.sqlite"), 4, 1)
    with use_db("left.sqlite", WorkDB.Mode.open) as kept:
        assert len(kept.work_items) == 4


@pytest.mark.usefixtures("folder")
def test_a_run_that_is_stopped_while_it_forgets_loses_nothing_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    choose([Path("zc_bot/years.py")], Path("left.sqlite"), 4, 1)
    with use_db("left.sqlite", WorkDB.Mode.open) as kept:
        first, second, *_ = kept.work_items
        kept.set_result(first.job_id, mutants.WorkResult("normal", "", "killed"))
        kept.set_result(second.job_id, mutants.WorkResult("normal", "", "survived"))
    with monkeypatch.context() as stopped:
        stopped.setattr(WorkDB, "set_result", stop)
        with pytest.raises(KeyboardInterrupt):
            untold(Path("left.sqlite"))
    untold(Path("left.sqlite"))
    with use_db("left.sqlite", WorkDB.Mode.open) as kept:
        assert [job for job, _ in kept.results] == [first.job_id]
        assert len(kept.work_items) == 4


@pytest.mark.parametrize(
    ("line", "lines"), [(5, [5]), (8, [8]), (10, [10, 11]), (11, [10, 11]), (12, [12]), (14, [14]), (16, [16, 17])]
)
def test_the_tests_that_run_a_statement_try_its_faults(tmp_path: Path, line: int, lines: list[int]) -> None:
    (tmp_path / "code.py").write_text(STATEMENTS, encoding="utf-8")
    assert list(statement_of(tmp_path / "code.py", line)) == lines


@pytest.mark.parametrize(("line", "function"), [(5, "-"), (9, "Year.span"), (11, "Year.span.inner"), (14, "late")])
def test_a_fault_is_known_by_the_function_it_stands_in(tmp_path: Path, line: int, function: str) -> None:
    (tmp_path / "code.py").write_text(FUNCTIONS, encoding="utf-8")
    assert function_of(tmp_path / "code.py", line) == function


@pytest.mark.parametrize("kind", OWN)
def test_a_fault_of_our_own_is_what_its_examples_say(kind: str) -> None:
    for one in OWN[kind].examples():
        assert mutate_code(one.pre_mutation_code, operator_of(kind), one.occurrence) == one.post_mutation_code


@pytest.mark.parametrize(
    ("call", "found", "lines"),
    [
        ("tell(3)", "more", [4, 5]),
        ("tell(1)", "one", [4, 6, 7]),
        ("tell(0)", "none", [4, 6, 8, 9, 10, 11]),
        ("name(2)", "few", [15, 16, 18, 19]),
        ("twice(2)", 4, [21]),
    ],
)
def test_what_a_test_runs_is_noted_and_is_done_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, found: object, lines: list[int]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "code.py"
    path.write_text(RUN, encoding="utf-8")
    calls = Calls("code")
    monkeypatch.setattr(builtins, RAN, calls.ran, raising=False)
    monkeypatch.setattr(builtins, MARK, calls._mark, raising=False)
    made: dict[str, Any] = {}
    exec(Marked("code", str(path), frozenset({path})).get_code("code"), made)
    assert made["tell"].__doc__ == "Tell how many there are."
    assert eval(call, made) == found
    assert sorted(int(key.partition("@")[2]) for key in calls.ran) == lines


def test_what_is_kept_is_forgotten_but_what_can_be_made_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Rows:
        def __init__(self, given: Any) -> None:
            self.given = given

        @cached_property
        def rows(self) -> tuple[int, ...]:
            return tuple(self.given)

    module, given = ModuleType("zc_bot.cached"), [1, 2]
    module.again, module.once = Rows(given), Rows(iter(given))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "zc_bot.cached", module)
    assert module.again.rows == module.once.rows == (1, 2)
    given.append(3)
    forget()
    assert (module.again.rows, module.once.rows) == ((1, 2, 3), (1, 2))


def test_what_was_read_is_forgotten_between_tests_so_that_none_lives_on_what_another_read(
    monkeypatch: pytest.MonkeyPatch, lexicon: Lexicon
) -> None:
    for keeper, method in ((Cache, "of"), (Lexicon, "once")):
        monkeypatch.setattr(keeper, method, getattr(keeper, method))
    readings, cache = Readings(), Cache(3)
    readings.watch()
    assert (cache.of("a", lambda: 1), cache.of("a", lambda: 2)) == (1, 1)
    assert (lexicon.once("a mutant", lambda: 1), lexicon.once("a mutant", lambda: 2)) == (1, 1)
    readings.clear()
    assert (cache.of("a", lambda: 2), lexicon.once("a mutant", lambda: 2)) == (2, 2)
    readings.clear()


def stop(*_: object) -> None:
    raise KeyboardInterrupt
