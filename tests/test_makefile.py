"""`make run` makes the first database, and no second one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYTHON = """#!/bin/sh
echo "$2" >> asked
test "$2" != migrate || test ! -e broken || exit 1
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with everything installed, whose Python only notes what it was asked for."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON)
    python.chmod(0o755)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").touch()
    (tmp_path / ".venv" / "run.stamp").touch()
    return tmp_path


def make_run(tree: Path) -> list[str]:
    (tree / "asked").unlink(missing_ok=True)
    subprocess.run(["make", "run"], cwd=tree, check=False, capture_output=True, timeout=60)
    return (tree / "asked").read_text().split()


def test_only_the_first_run_makes_a_database(tree: Path) -> None:
    assert make_run(tree) == ["migrate", "run"]
    assert make_run(tree) == ["run"]


def test_a_first_database_that_could_not_be_made_is_tried_again(tree: Path) -> None:
    (tree / "broken").touch()
    assert make_run(tree) == ["migrate"]
    (tree / "broken").unlink()
    assert make_run(tree) == ["migrate", "run"]
