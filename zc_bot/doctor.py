"""`doctor`: what is set, what is there, what to do; a finding a line, no secrets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from zc_bot.clock import Clock
from zc_bot.errors import Refusal, ZcError
from zc_bot.settings import ROOT, Settings, load_settings
from zc_bot.values import dataclass

if TYPE_CHECKING:
    from zc_bot.storage.backup.copying import Copy

FONT = Path(__file__).parent / "assets" / "NotoSansSC-Regular.otf"
REACH_SECONDS = 8
SHOWN = 3
OLD_HOURS = 26


@dataclass(frozen=True, slots=True)
class Finding:
    subject: str
    good: bool
    text: str


def examine() -> Iterator[Finding]:
    """Look at everything the bot needs, one thing after another."""
    try:
        settings = load_settings()
    except ZcError as error:
        for line in error.lines:
            yield Finding("settings", False, line)
        return
    yield from _settings(settings)
    looks = (
        ("programme", _programme), ("database", _database), ("content", content), ("attachments", _attachments),
        ("backups", _backups), ("calendar", _calendar),
    )
    for subject, look in looks:
        yield _guarded(subject, look, settings)
    with suppress(ZcError):
        yield from _private(settings)
    yield _font()
    yield _telegram(settings)


def _guarded(subject: str, look: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return look(settings)
    except ZcError as error:
        return Finding(subject, False, "; ".join(error.lines))
    except Exception as error:
        return Finding(subject, False, f"can't be used ({type(error).__name__})")


def _settings(settings: Settings) -> Iterator[Finding]:
    mode = "live, long polling" if settings.bot_token else "sandbox (ZC_BOT_TOKEN is not set)"
    yield Finding("settings", True, f"{mode}; zone {settings.timezone.key}; log level {settings.log_level}")
    if settings.bot_token and not settings.admin_ids:
        yield Finding("settings", True, "no ZC_ADMIN_IDS: only people admitted with `people add` can use the bot")


def _programme(settings: Settings) -> Finding:
    from zc_bot.opening import read_programme

    programme = read_programme(settings)
    counts = f"{len(programme.communities)} communities, {len(programme.metrics)} metrics"
    return Finding("programme", True, f"{programme.id}: {counts}, {len(programme.requirements)} requirements")


def _database(settings: Settings) -> Finding:
    from zc_bot.opening import open_store
    from zc_bot.storage import schema
    from zc_bot.storage.sqlite import journal_mode, named

    store = open_store(settings, demo=None, existing=True)
    try:
        version = schema.version(store.engine)
        kind = f"{named()}, journal {journal_mode()}" if store.is_sqlite else "PostgreSQL"
        return Finding("database", True, f"{kind}, schema {version}")
    finally:
        store.engine.dispose()


def content(settings: Settings) -> Finding:
    """Find damage: pages, tables, triggers, the audit, figures that stand otherwise than they should."""
    from zc_bot.keys import kept_anchor
    from zc_bot.opening import id_of, open_store
    from zc_bot.storage import people, schema
    from zc_bot.storage.backup import soundness, told

    store = open_store(settings, demo=None, existing=True, older=True)
    try:
        faults = list(soundness.faults(store.engine, kept_anchor(settings.keys, id_of(settings))))
        unread = () if faults else store.read(lambda session: soundness.unread_moments(session.connection))
        nobody = () if faults else store.read(people.of_no_role)
        newest = not faults and schema.version(store.engine) == schema.HEAD
        astray = store.read(told.settings_astray) if newest else ()
    finally:
        store.engine.dispose()
    if faults:
        return Finding("content", False, f"{'; '.join(faults)}: put a copy back with `restore`")
    if unread:
        said = f"{len(unread)} moments can't be read ({', '.join(unread[:SHOWN])})"
        return Finding("content", False, f"{said}: the bot goes on without them; set them right, or put a copy back")
    if nobody:
        said = f"the role of {', '.join(f'person {one}' for one in nobody[:SHOWN])} is none that there is"
        return Finding("content", False, f"{said}: they count as nobody; admit them again, or put a copy back")
    if astray:
        said = f"{', '.join(astray[:SHOWN])}: written into the database, and not by any act that the audit tells of"
        return Finding("content", False, f"{said}; set it anew, in the chat or by `people`")
    return Finding("content", True, "pages, tables, triggers, audit, what it tells of and standing figures are whole")


def _attachments(settings: Settings) -> Finding:
    from zc_bot.opening import open_store
    from zc_bot.storage.backup import soundness

    store = open_store(settings, demo=None, existing=True, older=True)
    try:
        known = store.read(soundness.attachments_of)
        bad = [one.sha256 for one in known if not soundness.is_whole(store.files / one.sha256, one)]
    finally:
        store.engine.dispose()
    if bad:
        told = f"{len(bad)} of {len(known)} are gone or damaged, {bad[0][:12]}… first"
        return Finding("attachments", False, f"{told}: put them back into {store.files} from the copies' folder")
    return Finding("attachments", True, f"{len(known)} whole")


def _backups(settings: Settings) -> Finding:
    from zc_bot.storage.backup import keeping

    if settings.backups is None:
        return Finding("backups", True, "none are made by themselves (ZC_BACKUPS is empty)")
    now, there = Clock().now(), settings.backups.is_dir()
    if there and (fault := _newest_copy(settings, settings.backups, now)):
        return Finding("backups", False, fault)
    at, ahead = (keeping.newest(settings.backups, now), keeping.ahead(settings.backups, now)) if there else (None, 0)
    if at is None and not ahead:
        return Finding("backups", True, f"none yet in {settings.backups}: the bot makes one every hour")
    hours = None if at is None else (now - at).total_seconds() / 3600
    told = f"{len(keeping.copies_in(settings.backups))} in {settings.backups}"
    told += f", the last {hours:.0f} h old" if hours is not None else ""
    if ahead:
        told += f"; {ahead} dated ahead of this machine's clock, made when nobody knows"
        return Finding("backups", False, f"{told}: set the clock right; if it is, these go by and by")
    if hours is not None and hours > OLD_HOURS and settings.bot_token is not None:
        return Finding("backups", False, f"{told}: is the bot running? its log says why none is made")
    return Finding("backups", True, told)


def _newest_copy(settings: Settings, folder: Path, now: datetime) -> str | None:
    """Say what is wrong with the last copy, which is what would be put back, or with the database beside it."""
    from zc_bot.storage.backup import copying, keeping

    copies = [path for path in keeping.copies_in(folder) if (at := keeping.made_at(path)) is not None and at <= now]
    if not copies:
        return None
    try:
        copy = copying.read_copy(copies[-1])
    except Refusal as refusal:
        return f"{'; '.join(refusal.lines)}: move it away, and make another with `backup`"
    if _goes_on_from(settings, copy):
        return None
    return f"{copies[-1]}: its audit has lines that the database lacks or has otherwise: put it back, or move it away"


def _goes_on_from(settings: Settings, copy: Copy) -> bool:
    """Tell whether the database goes on where a copy of it ends, or another one was put back since."""
    from zc_bot.opening import open_store
    from zc_bot.storage import audit, chain
    from zc_bot.storage.backup import keeping

    store = open_store(settings, demo=None, existing=True, older=True)
    try:
        put_back = store.read(lambda s: audit.last(s, "database.restore", "database"))
        made_at = keeping.made_at(copy.path)
        if put_back is not None and made_at is not None and put_back >= made_at:
            return True
        fault = store.read(lambda s: chain.verify(s, copy.head))
    finally:
        store.engine.dispose()
    return fault is None or fault.line not in {copy.head[0], copy.head[0] + 1}


def _private(settings: Settings) -> Iterator[Finding]:
    """Find files of the bot that other accounts of this machine can read."""
    from zc_bot.storage.engine import sqlite_path
    from zc_bot.storage.store import Store

    url = settings.database_url.get_secret_value()
    if url.startswith("sqlite") and not Path(url.removeprefix("sqlite:///")).is_file():
        return
    store = Store(url, files=settings.files)
    database = sqlite_path(store.engine)
    beside = [] if database is None else sorted(database.parent.glob(f"{database.name}*"))
    folders = [store.files] + ([settings.backups] if settings.backups else [])
    kept = [path for path in (ROOT / ".env", settings.keys, *beside, *folders) if path.exists()]
    store.engine.dispose()
    if not settings.keys.exists():
        yield Finding("files", True, f"{settings.keys} is not there yet: it is made when the bot starts")
    if open_ones := [path for path in kept if path.stat().st_mode & 0o077]:
        names = " ".join(str(path) for path in open_ones)
        yield Finding("files", False, f"readable by others: chmod go= {names}")
    else:
        yield Finding("files", True, f"{len(kept)} readable by their owner alone")


def _calendar(settings: Settings) -> Finding:
    from zc_bot.opening import read_programme
    from zc_bot.reminders.calendar import WorkingDays

    calendar = read_programme(settings).calendar
    through, needed = calendar.confirmed_through, (Clock().now() + timedelta(days=60)).year
    try:
        WorkingDays(calendar).is_working(Clock().now().date())
    except NotImplementedError:
        return Finding("calendar", False, f"no holidays are known of {calendar.country}: see [calendar] country")
    if through < needed:
        return Finding(
            "calendar", False,
            f"days off are confirmed through {through}; put the State Council's notice for {needed} into "
            f"reporting.toml ([calendar] days, confirmed_through)",
        )
    return Finding("calendar", True, f"days off confirmed through {through}")


def _font() -> Finding:
    if FONT.is_file():
        return Finding("fonts", True, f"{FONT.name} for pictures")
    return Finding("fonts", False, f"{FONT.name} is missing from zc_bot/assets: pictures would show boxes")


def _telegram(settings: Settings) -> Finding:
    if settings.bot_token is None:
        return Finding("telegram", True, "not needed by the sandbox")
    return asyncio.run(_reach(settings))


async def _reach(settings: Settings) -> Finding:
    from zc_bot.tg.connect import reach

    assert settings.bot_token is not None
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    fault = await reach(settings.bot_token.get_secret_value(), settings.api_base_url, proxy, REACH_SECONDS)
    if fault is None:
        return Finding("telegram", True, "reached, the token is good")
    return Finding("telegram", False, fault)
