"""Another city's programme, and folders of it that can be spoilt."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from zc_bot.policy.load import ProgrammeError, load_programme

SHAOXING = Path(__file__).parents[1] / "programmes" / "shaoxing-2020"


@dataclass(frozen=True)
class Folder:
    """A programme's folder that a test changes."""

    path: Path

    def change(self, file: str, old: str, new: str) -> None:
        """Replace the first `old` in a file; it must be there."""
        text = (self.path / file).read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        (self.path / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        with (self.path / file).open("a", encoding="utf-8") as handle:
            handle.write(f"\n{text}\n")

    def faults(self) -> list[str]:
        """Load the folder; none means that it could be used."""
        try:
            load_programme(self.path)
        except ProgrammeError as error:
            return list(error.faults)
        return []


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of Shaoxing's programme."""
    shutil.copytree(SHAOXING, tmp_path / "programme")
    return Folder(tmp_path / "programme")
