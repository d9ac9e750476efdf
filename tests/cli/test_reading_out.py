"""Whatever a command writes out of the database as a file is a line in the audit."""

from __future__ import annotations

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
