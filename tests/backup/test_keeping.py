"""The folder of copies: what is kept for how long, and the files that go with it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.backup.conftest import Place
from zc_bot.storage.backup import keeping

START = datetime(2019, 1, 1, tzinfo=UTC)


def test_24_hourly_30_daily_and_12_monthly_are_kept_whenever_old_ones_are_dropped(tmp_path: Path) -> None:
    for hour in range(24 * 370):
        at = START + timedelta(hours=hour)
        (tmp_path / f"zc-{at:%Y%m%dT%H%M%SZ}.sqlite3").touch()
        if hour % 24 == 7:
            keeping.drop_old(tmp_path, at)
    keeping.drop_old(tmp_path, at)
    left = [at for path in keeping.copies_in(tmp_path) if (at := keeping.made_at(path)) is not None]
    last = left[-1]
    assert last == START + timedelta(hours=24 * 370 - 1)
    assert sum(at > last - timedelta(hours=24) for at in left) == 24
    assert len({at.date() for at in left if at > last - timedelta(days=30)}) == 30
    months = Counter((at.year, at.month) for at in left)
    assert len(months) == 12
    assert len(left) <= 24 + 30 + 12


def test_copies_made_before_migrations_are_kept_apart(tmp_path: Path) -> None:
    for day in range(1, 10):
        (tmp_path / f"zc-201901{day:02d}T000000Z-before-00{day:02d}.sqlite3").touch()
    for day in range(1, 60):
        at = START + timedelta(days=day, hours=1)
        (tmp_path / f"zc-{at:%Y%m%dT%H%M%SZ}.sqlite3").touch()
    keeping.drop_old(tmp_path, START + timedelta(days=60))
    assert len(list(tmp_path.glob("*-before-*"))) == keeping.BESIDE


def test_copies_dated_ahead_hide_no_age_and_take_no_place(tmp_path: Path) -> None:
    """Made while the clock was ahead, they were the newest of all for as long as it had been."""
    now, a_year = START + timedelta(days=3), timedelta(days=365)
    for at in [START + timedelta(hours=hour) for hour in range(72)]:
        for made in (at, at + a_year):
            (tmp_path / f"zc-{made:%Y%m%dT%H%M%SZ}.sqlite3").touch()
    assert keeping.ahead(tmp_path, now) == 72
    assert keeping.newest(tmp_path, now) == START + timedelta(hours=71)
    keeping.drop_old(tmp_path, now)
    assert keeping.ahead(tmp_path, now) == keeping.BESIDE
    assert keeping.newest(tmp_path, now) == START + timedelta(hours=71)
    left = len(keeping.copies_in(tmp_path)) - keeping.BESIDE
    assert left == 24 + 2, "as if there were none"


def test_what_is_no_copy_is_left_alone(tmp_path: Path) -> None:
    for name in ("restores", "zc-notes.sqlite3", "mine.sqlite3"):
        (tmp_path / name).touch()
    keeping.drop_old(tmp_path, START)
    assert len(list(tmp_path.iterdir())) == 3


def test_each_copy_goes_with_its_files_once_and_they_go_with_the_last(lite: Place, now: datetime) -> None:
    store = lite.store()
    made = [keeping.keep_copy(store.engine, lite.backups, lite.files, now + timedelta(hours=n)) for n in range(2)]
    assert [one.lacking for one in made] == [(), ()]
    (file,) = (lite.backups / keeping.FILES).iterdir()
    assert file.stat().st_nlink == 2, "the file itself and one link"
    (lite.backups / keeping.FILES / "orphan").touch()
    keeping.drop_old(lite.backups, now + timedelta(days=1))
    assert (lite.backups / keeping.FILES / "orphan").exists(), "nothing was dropped, so nothing is looked at"
    for number in range(70):
        at = now - timedelta(days=number + 40)
        (lite.backups / f"zc-{at:%Y%m%dT%H%M%SZ}.sqlite3").write_bytes(made[0].copy.path.read_bytes())
    keeping.drop_old(lite.backups, now + timedelta(days=1))
    assert [one.name for one in (lite.backups / keeping.FILES).iterdir()] == [file.name]
    store.engine.dispose()


def test_attachments_stay_where_a_copy_can_not_be_read(tmp_path: Path, sqlite_template: Path) -> None:
    """Which files it goes with is not known then."""
    folder = tmp_path / "copies"
    (folder / keeping.FILES).mkdir(parents=True)
    (folder / keeping.FILES / ("0" * 64)).write_bytes(b"kept")
    broken = folder / "zc-20200114T020000Z.sqlite3"
    whole = sqlite_template.read_bytes()
    broken.write_bytes(whole[:4096] + b"\1" * (len(whole) - 4096))
    keeping.drop_old(folder, START + timedelta(days=9999))
    assert (folder / keeping.FILES / ("0" * 64)).exists()
