"""The same seed chooses the same faults, one a place; what goes unnoticed is told with its line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cosmic_ray.work_db import WorkDB, use_db

from tests.mutants import __main__ as mutants
from tests.mutants.faults import choose

CODE = '''"""Years."""
from __future__ import annotations


def is_late(day: int | None, last: int) -> bool:
    """Tell whether a day is after the last."""
    return day is not None and day > last


def span(first: int, last: int) -> int:
    return last - first + 1
'''
CHECKED = """from years import is_late
assert is_late(2, 1) and not is_late(1, 1) and not is_late(0, 1)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("years.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def chosen(count: int, seed: int) -> list[tuple[int, str, int]]:
    session = Path(f"{count}-{seed}.sqlite")
    session.unlink(missing_ok=True)
    choose([Path("years.py")], session, count, seed)
    with use_db(str(session), WorkDB.Mode.open) as kept:
        specs = [item.mutations[0] for item in kept.work_items]
    return [(spec.start_pos[0], spec.operator_name, spec.occurrence) for spec in specs]


@pytest.mark.usefixtures("folder")
def test_a_seed_chooses_the_same_faults_again_and_never_in_a_type() -> None:
    assert chosen(4, 1) == chosen(4, 1)
    assert len({tuple(chosen(2, seed)) for seed in range(6)}) > 1
    assert {line for line, _, _ in chosen(100, 1)} == {7, 11}


def test_what_the_tests_let_through_is_told_and_what_changes_nothing_is_not_counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("check.py").write_text(CHECKED, encoding="utf-8")
    part = mutants.Part("years", ["years.py"], "", 100)
    monkeypatch.setattr(mutants.Part, "command", f"{sys.executable} check.py")
    monkeypatch.setattr(mutants, "ROOT", folder)
    monkeypatch.setattr(mutants, "WORK", folder / "work")
    (folder / "work").mkdir()
    monkeypatch.setattr(mutants, "LEFT_OUT", lambda *_: {"work"})
    assert not mutants.run(part, 100, 1)
    told = capsys.readouterr().out
    missed = [line.split("  ")[-1] for line in told.splitlines() if line.startswith("  years.py:11")]
    assert missed != []
    assert not any(line.startswith("  years.py:7") for line in told.splitlines())
    # Nothing is tried again; what is known to change nothing is left out.
    monkeypatch.setattr(mutants, "mutate_and_test", None)
    monkeypatch.setattr(mutants, "equivalents", lambda: {("years.py", line) for line in missed})
    monkeypatch.chdir(folder)
    assert mutants.run(part, 100, 1)
