"""Whatever a command writes out of the database as a file is a line in the audit."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from zc_bot.policy.roles import OPERATOR


@pytest.mark.parametrize(
    ("command", "action"),
    [
        (("figures", "export"), "read"),
        (("support", "export"), "read"),
        (("milestones", "export"), "read"),
        (("targets", "export"), "read"),
        (("decisions", "export"), "read"),
        (("briefing",), "briefing.print"),
        (("backup",), "read"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else one,
)
def test_what_is_written_out_is_a_line_in_the_audit(
    shell: Shell, tmp_path: Path, command: tuple[str, ...], action: str
) -> None:
    shell.given(("tongchuang", "employees", 2019, "3200", "人"))
    lines = len(shell.sql("SELECT id FROM audit"))
    shell.ok(*command, tmp_path / "out.csv")
    found = shell.sql(f"SELECT actor, action FROM audit WHERE id > {lines}")
    assert found == [(OPERATOR.id, action)]
    assert "whole" in shell.ok("audit", "verify").out


def test_a_backup_into_the_folder_is_one_and_the_bots_own_of_each_hour_is_none(shell: Shell, tmp_path: Path) -> None:
    folder = {"ZC_BACKUPS": str(tmp_path / "backups")}
    lines = len(shell.sql("SELECT id FROM audit"))
    shell.ok("backup", **folder)
    assert shell.sql(f"SELECT action, subject FROM audit WHERE id > {lines}") == [("read", "backup")]
    for old in (tmp_path / "backups").glob("zc-*"):  # Of the same second.
        old.unlink()
    shell.ok("backup", "--hourly", **folder)
    assert len(shell.sql("SELECT id FROM audit")) == lines + 1
    shell.ok("backup", "--hourly", tmp_path / "named", **folder)
    assert len(shell.sql("SELECT id FROM audit")) == lines + 2


def test_a_database_copied_as_a_whole_is_a_line_in_both(shell: Shell, tmp_path: Path) -> None:
    shell.given(("tongchuang", "employees", 2019, "3200", "人"))
    other = tmp_path / "other" / "zc.sqlite3"
    shell.ok("database", "copy", f"sqlite:///{shell.database}", f"sqlite:///{other}")
    for database in (shell.database, other):
        with closing(sqlite3.connect(database)) as connection:
            last = connection.execute("SELECT actor, action, subject FROM audit ORDER BY id DESC").fetchone()
        assert last == (OPERATOR.id, "read", "copy")
        assert "whole" in shell.ok("audit", "verify", ZC_DATABASE_URL=f"sqlite:///{database}").out
