"""`programme new` and `programme check`: a city's folder and its faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from zc_bot.cli.programme import check, new
from zc_bot.errors import Refusal


def test_a_new_folder_is_whole_and_its_faults_are_named_one_by_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "city"
    new(folder)
    check(folder)
    assert "no fault" in capsys.readouterr().out
    with pytest.raises(Refusal, match="there already"):
        new(folder)
    (folder / "authorities.toml").unlink()
    (folder / "reporting.toml").write_text("nonsense = 1\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        check(folder)
    assert len(refused.value.lines) > 1
