"""The copy that the bot makes by itself: what came of it is what the admins are told."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.backup.conftest import Place, filled, lite
from zc_bot.clock import Clock
from zc_bot.copier import Copier
from zc_bot.settings import Settings
from zc_bot.storage.backup import keeping
from zc_bot.troubles import Troubles

__all__ = ["filled", "lite"]


class Later(Clock):
    """A clock that can be put ahead."""

    by = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.by


async def test_a_copy_without_some_of_its_attachments_is_one_and_what_it_lacks_is_told(
    lite: Place, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zc_bot.copier.NICE", ())
    settings = Settings(_env_file=None, database_url=SecretStr(lite.url), files=lite.files, backups=lite.backups)
    (kept,) = lite.files.iterdir()
    away = kept.rename(lite.folder / "away")
    clock, troubles = Later(), Troubles()
    copier = Copier(settings, clock, troubles)
    began = clock.monotonic()
    await copier.look()
    assert [(one.part, one.code) for one in troubles.standing()] == [("attachments", "lacking")]
    assert copier.since >= began, "there is a new copy"
    await copier.look()
    assert len(keeping.copies_in(lite.backups)) == 1, "the next one is made in an hour"
    away.rename(kept)
    clock.by = 3590.0
    await copier.look()
    assert len(keeping.copies_in(lite.backups)) == 1
    clock.by = 3700.0
    await copier.look()
    assert troubles.standing() == ()
    assert (lite.backups / keeping.FILES / kept.name).samefile(kept)


@pytest.mark.parametrize(("ago", "hours"), [(-9000, 1.0), (-1, 1.0), (0.5, 0.5), (30, 1.0)])
def test_a_copy_dated_ahead_puts_off_no_copy(tmp_path: Path, ago: float, hours: float) -> None:
    """It was due an hour later, and so after each start."""
    made = Clock().now() - timedelta(hours=ago)
    (tmp_path / f"zc-{made:%Y%m%dT%H%M%SZ}.sqlite3").touch()
    copier = Copier(Settings(_env_file=None, backups=tmp_path), Clock(), Troubles())
    assert (Clock().monotonic() - copier.since) / 3600 == pytest.approx(hours, abs=0.02)


async def test_a_copy_that_failed_is_tried_again_in_five_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[float] = []
    clock, troubles = Later(), Troubles()
    copier = Copier(Settings(_env_file=None, backups=tmp_path), clock, troubles)

    async def failing() -> tuple[str, str]:
        tries.append(clock.by)
        return "", "no room"

    monkeypatch.setattr(copier, "_copy", failing)
    for clock.by in (0.0, 290.0, 310.0, 600.0):
        await copier.look()
    assert tries == [0.0, 310.0]
    assert [(one.part, one.code) for one in troubles.standing()] == [("backup", "backup")]
