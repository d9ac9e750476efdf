"""`bot.py briefing`: the paper as a file."""

from __future__ import annotations

from pathlib import Path

from tests.cli.shell import Shell


def test_the_paper_is_written_and_its_text_is_said(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    said = shell.ok("briefing", "--year", "2018", path)
    assert path.read_bytes().startswith(b"%PDF")
    assert "2018" in said.out


def test_where_it_cannot_be_written_a_line_says_so(shell: Shell, tmp_path: Path) -> None:
    found = shell.run("briefing", tmp_path / "no" / "paper.pdf")
    assert found.status == 1
    assert "cannot be written" in found.err
