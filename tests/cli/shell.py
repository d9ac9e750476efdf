"""A shell for the commands: a real database in a folder of its own, the real entry point, what it printed."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from zc_bot.cli import main

ROOT = Path(__file__).parents[2]
HEAD = ("community", "metric", "year", "value", "unit")


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def faults(self) -> list[str]:
        return self.err.splitlines()


@dataclass
class Shell:
    """Runs commands against one database, in this process or in one of its own."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "zc.sqlite3"

    def run(self, *arguments: object, stdin: str = "", **settings: str) -> Done:
        """Run a command through its entry point in this process."""
        with self.monkeypatch.context() as patch:
            for name, value in {**self._environment(), **settings}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            self.capsys.readouterr()
            try:
                main([str(one) for one in arguments])
                status = 0
            except SystemExit as ended:
                status = int(ended.code or 0)
        said = self.capsys.readouterr()
        return Done(status, said.out, said.err)

    def start(self, *arguments: object, stdin: bytes = b"", **settings: str) -> Done:
        """Run a command as `python bot.py` in a process of its own."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "bot.py"), *map(str, arguments)],
            input=stdin, capture_output=True, cwd=self.folder, check=False, timeout=30,
            env={**os.environ, "PYTHONUTF8": "1", **self._environment(), **settings},
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    @contextmanager
    def process(self, *arguments: object) -> Iterator[subprocess.Popen[bytes]]:
        """Have a command under way in a process of its own, to be ended by the test."""
        with subprocess.Popen(
            [sys.executable, str(ROOT / "bot.py"), *map(str, arguments)], cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONUTF8": "1", **self._environment()},
        ) as started:
            yield started

    def ok(self, *arguments: object, **rest: Any) -> Done:
        """Run a command that must succeed."""
        done = self.run(*arguments, **rest)
        assert done.status == 0, done.err
        return done

    def head(self) -> str:
        """Return the head of the audit, which must be whole."""
        found = re.search(r"head (\d+:[0-9a-f]{64})", self.ok("audit", "verify").out)
        assert found
        return found[1]

    def sheet(self, rows: Iterable[Sequence[object]], name: str = "figures.csv") -> Path:
        """Write a CSV file of figures, its heading first."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([HEAD, *rows])
        return path

    def given(self, *rows: Sequence[object], approve: bool = True) -> None:
        """Have figures imported."""
        self.ok("figures", "import", self.sheet(rows), *(["--approve"] if approve else []))

    def sql(self, *statements: str) -> list[tuple[Any, ...]]:
        """Do at the database itself what no command would; returns the last statement's rows."""
        connection = sqlite3.connect(self.database)
        try:
            rows: list[tuple[Any, ...]] = []
            for statement in statements:
                rows = connection.execute(statement).fetchall()
            connection.commit()
            return rows
        finally:
            connection.close()

    def content(self) -> str:
        """Return everything that the database holds, as text to compare."""
        connection = sqlite3.connect(self.database)
        try:
            return "\n".join(connection.iterdump())
        finally:
            connection.close()

    def _environment(self) -> dict[str, str]:
        names = ("ZC_BOT_TOKEN", "ZC_ADMIN_IDS", "ZC_PROGRAMME", "ZC_TIMEZONE", "ZC_LOG_LEVEL", "ZC_PROXY")
        database = {"ZC_DATABASE_URL": f"sqlite:///{self.database}"}
        return {**dict.fromkeys(names, ""), **database, **self.settings}
