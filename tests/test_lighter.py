"""The bot begins anew without docstrings where everything was compiled so, and as it is where it was not."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from zc_bot import lighter

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from zc_bot import lighter
lighter.KEPT = Path({kept!r})
lighter.begin_anew()
print(sys.flags.optimize, lighter.begin_anew.__doc__ is None, *sys.argv[1:])
"""


def python(*arguments: str, **settings: str) -> str:
    """Run Python, which nobody told how to; returns what it says."""
    environment = {name: value for name, value in os.environ.items() if name != lighter.ASKED} | settings
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder in which as much is kept compiled as shows that all is."""
    library = find_spec(lighter.LIBRARY)
    assert library is not None
    assert library.origin is not None
    folder = tmp_path / "light"
    python("-OO", "-m", "py_compile", library.origin, lighter.__file__, PYTHONPYCACHEPREFIX=str(folder))
    return folder


@pytest.fixture
def program(tmp_path: Path, kept: Path) -> Path:
    path = tmp_path / "begin.py"
    path.write_text(PROGRAM.format(root=str(ROOT), kept=str(kept)), encoding="utf-8")
    return path


def test_it_begins_anew_where_all_was_compiled(program: Path) -> None:
    assert python(str(program), "run") == "2 True run"


@pytest.mark.parametrize("missing", [lighter.LIBRARY, "lighter"])
def test_it_does_not_where_the_libraries_or_the_bot_were_not(program: Path, kept: Path, missing: str) -> None:
    for one in kept.rglob("*.pyc"):
        if missing in str(one.relative_to(kept)):
            one.unlink()
    assert python(str(program), "run") == "0 False run"


def test_it_does_not_where_somebody_decided_otherwise(program: Path) -> None:
    assert python(str(program), PYTHONOPTIMIZE="0") == "0 False"
    assert python("-E", str(program)) == "0 False"


def test_what_is_compiled_is_kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "package" / "module.py"
    source.parent.mkdir()
    source.write_text('"""Docstring."""\n', encoding="utf-8")
    monkeypatch.setattr(lighter, "KEPT", tmp_path / "light")
    monkeypatch.setattr(lighter, "PACKAGE", source.parent)
    lighter.compile_bot()
    (found,) = (tmp_path / "light").rglob("module.*.pyc")
    assert b"Docstring" not in found.read_bytes()
    assert sorted(one.name for one in source.parent.iterdir()) == ["module.py"]
