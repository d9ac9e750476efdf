"""Looking after the service: what is silent, slow, full or about to expire is a trouble, and its end is noticed."""

from __future__ import annotations

import asyncio
import shutil
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from zc_bot.clock import Clock, ClockGuard, Off
from zc_bot.copier import OLD, Copier
from zc_bot.metrics import Metrics
from zc_bot.settings import ROOT, Settings
from zc_bot.storage import audit, inbox, outbox
from zc_bot.storage.engine import sqlite_path
from zc_bot.storage.store import Session, Store
from zc_bot.tg.bot import TelegramBot
from zc_bot.troubles import Code, Part, Troubles

SILENT, SLOW, NO_TICK, HANGS = 120.0, 60.0, 300.0, 60.0
"""Seconds without an answer to a poll, of the oldest update that waits, without a tick that was done, and of a unit
of work that does not end."""
LITTLE, SHARE = 1_000_000_000, 0.05
"""Fewer free bytes than this, or less than this share of the disk."""
EXPIRES_SOON = 14 * 86400.0
A_MOMENT, ANSWERS_WITHIN = 10.0, 1.0
WAYS: dict[str, Code] = {"back": "clock_back", "ahead": "clock_ahead", "behind": "clock_behind"}


class Watch:
    """Sees how the parts of one bot are, for troubles, `/healthz` and `/metrics`; `bot` is there once it runs."""

    def __init__(
        self, settings: Settings, store: Store, clock: Clock, guard: ClockGuard | None, copier: Copier | None
    ) -> None:
        self._settings, self._store, self._clock = settings, store, clock
        self._guard, self._copier = guard, copier
        if guard is not None:
            guard.tell = told_of_clock(store.troubles)
        self._ticked = clock.monotonic()
        self._certificate: float | None = None
        self._facts: dict[str, float] = {}
        self._disks = Disks()
        self._seeing: asyncio.Task[Disks] | None = None
        self.bot: TelegramBot | None = None
        self.metrics = Metrics()
        self.after_hang = False
        """The process before this one hung, which is over only once this one has lasted."""
        self.moves: Callable[[], None] = _nobody
        """Is told again and again that the work does not stand still."""

    def ticked(self) -> None:
        """Note that a tick was done."""
        self._ticked = self._clock.monotonic()

    async def look(self) -> None:
        """Begin and end the troubles that only show from outside the parts."""
        await self._see_disks()
        look(self.readings(), self._store.troubles)

    async def see_work(self) -> None:
        """Say that the process moves, unless a unit of work never ends; then that is a trouble."""
        if self._store.hangs_for() > HANGS:
            self._store.troubles.meet("work", "stuck", "a unit of work does not end")
            return
        if not self.after_hang:
            self._store.troubles.end("work")
        self.moves()

    async def _see_disks(self) -> None:
        """Look at the disks; one that does not answer, as a network's may not, holds nothing else up."""
        if self._seeing is None:
            database, backups = sqlite_path(self._store.engine), self._settings.backups
            folders = [database.parent if database else ROOT, self._store.files, *([backups] if backups else [])]
            self._seeing = asyncio.create_task(asyncio.to_thread(see_disks, folders))
        with suppress(TimeoutError):
            self._disks = await asyncio.wait_for(asyncio.shield(self._seeing), ANSWERS_WITHIN)
            self._seeing = None

    async def look_at_certificate(self) -> None:
        """Ask the webhook's own address for how long its certificate is good."""
        if self._settings.webhook_url is not None:
            self._certificate = await certificate_left(self._settings.webhook_url, self._clock.now().timestamp())

    def readings(self) -> Readings:
        """See how the parts are now."""
        now, bot = self._clock.monotonic(), self.bot
        return Readings(
            since_poll=bot.receiver.unheard() if bot is not None and self._settings.webhook_url is None else None,
            oldest_update=bot.queues.oldest() if bot is not None else 0.0,
            since_tick=now - self._ticked,
            since_copy=now - self._copier.since if self._copier is not None else None,
            full=self._disks.full,
            clock_trusted=self._guard is None or not self._guard.holds(),
            certificate=self._certificate,
            has_certificate=self._settings.webhook_url is not None,
            receives=bot is not None,
        )

    def wrong(self) -> list[str]:
        """Say what is wrong now, a line each; nothing is: the bot is ready."""
        if self.bot is None:
            return ["starting", *(f"{one.part}: {one.code}" for one in self._store.troubles.standing())]
        return [f"{one.part}: {one.code}" for one in self._store.troubles.standing()]

    async def written(self) -> bytes:
        """Write the metrics; what only the database knows is the last known where it does not answer at once."""
        with suppress(Exception):
            self._facts = await asyncio.wait_for(asyncio.shield(self._store.submit(_counted)), ANSWERS_WITHIN)
        seen = self.readings()
        facts = self._facts | {
            "ready": float(not self.wrong()), "oldest_update_seconds": seen.oldest_update,
            "tick_age_seconds": seen.since_tick, "clock_trusted": float(seen.clock_trusted),
        }
        sometimes = (
            ("poll_age_seconds", seen.since_poll), ("backup_age_seconds", seen.since_copy),
            ("disk_free_bytes", self._disks.free),
        )
        for name, value in sometimes:
            if value is not None:
                facts[name] = value
        return self.metrics.written(facts, {one.part: one.code for one in self._store.troubles.standing()})


def _nobody() -> None:
    """Hear it, and do nothing."""


def _counted(session: Session) -> dict[str, float]:
    """Count what waits and what came to nothing."""
    letters = outbox.counts(session)
    waiting = sum(letters.get(state, 0) for state in outbox.UNSETTLED)
    pending, failed = inbox.counts(session, datetime.min.replace(tzinfo=UTC))
    return {
        "letters_waiting": waiting, "letters_uncertain": letters.get("uncertain", 0),
        "letters_dead": letters.get("dead", 0), "updates_waiting": pending, "updates_failed": failed,
        "audit_lines": audit.head(session)[0],
    }


@dataclass(slots=True)
class Readings:
    """What is seen of the service at one moment; seconds by the monotonic clock, None where it is not so watched."""

    since_poll: float | None
    """For how long Telegram has owed an answer to a poll."""
    oldest_update: float
    since_tick: float
    since_copy: float | None
    full: Path | None = None
    """The first folder whose disk has little room."""
    clock_trusted: bool = True
    certificate: float | None = None
    """For how many seconds the webhook's certificate is good yet, None where it is not known."""
    has_certificate: bool = False
    receives: bool = True
    """Whether Telegram was greeted: before, nobody knows how polls and updates go."""


def look(seen: Readings, troubles: Troubles) -> None:
    """Begin and end the troubles that can only be seen from outside the parts themselves."""
    known = {one.part for one in troubles.standing()}
    silent = (seen.since_poll or 0.0) > SILENT and "receiving" not in known
    slow = seen.oldest_update > SLOW and known.isdisjoint({"database", "work"})
    soon = seen.certificate is not None and seen.certificate < EXPIRES_SOON
    conditions: list[tuple[Part, Code, bool, str]] = [
        ("tick", "no_tick", seen.since_tick > NO_TICK, "no tick was done for five minutes"),
        ("copies", "old_copy", (seen.since_copy or 0.0) > OLD, "no copy was made for two hours"),
        ("disk", "disk", seen.full is not None, f"{seen.full} has little room left"),
    ]
    if seen.receives:
        conditions.append(("poll", "silent", silent, "Telegram has not answered for two minutes"))
        conditions.append(("queue", "slow", slow, "an update has waited for more than a minute"))
    if seen.certificate is not None or not seen.has_certificate:
        conditions.append(("certificate", "certificate", soon, "the webhook's certificate expires within 14 days"))
    for part, code, is_so, detail in conditions:
        if is_so:
            troubles.meet(part, code, detail)
        else:
            troubles.end(part)
    if not seen.clock_trusted and "clock" not in known:
        troubles.meet("clock", "clock", "the date leapt, reminders are held until Telegram says what it is")


def told_of_clock(troubles: Troubles) -> Callable[[Off | None], None]:
    """Return what notes how far the clock is off, and that it is right."""

    def tell(off: Off | None) -> None:
        if off is None:
            troubles.end("clock")
            return
        minutes = max(1, round(off.by.total_seconds() / 60))
        detail = f"the clock is off by {minutes} minutes ({off.way}), reminders are held"
        troubles.meet("clock", WAYS[off.way], detail, minutes=minutes)

    return tell


@dataclass(frozen=True, slots=True)
class Disks:
    """The first folder whose disk has little room, and how many bytes are free on that of the first one."""

    full: Path | None = None
    free: float | None = None


def see_disks(folders: Sequence[Path]) -> Disks:
    """Look at the disks of some folders; one that can't be looked at is passed over."""
    found: list[tuple[Path, int, int]] = []
    for folder in folders:
        with suppress(OSError):
            disk = shutil.disk_usage(_there(folder))
            found.append((folder, disk.free, disk.total))
    full = next((folder for folder, free, total in found if free < LITTLE or free < SHARE * total), None)
    return Disks(full, float(found[0][1]) if found else None)


def _there(folder: Path) -> Path:
    """Return the nearest folder above that exists."""
    return next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())


async def certificate_left(url: str, now: float) -> float | None:
    """Return for how many seconds the certificate of an address is good; None where it can't be asked for.

    now: seconds since 1970.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return None
    try:
        opening = asyncio.open_connection(parts.hostname, parts.port or 443, ssl=ssl.create_default_context())
        _, writer = await asyncio.wait_for(opening, A_MOMENT)
    except ssl.SSLCertVerificationError as error:
        return 0.0 if "expired" in str(error) else None
    except (OSError, TimeoutError):
        return None
    shown = writer.get_extra_info("peercert") or {}
    writer.close()
    until = shown.get("notAfter")
    return None if until is None else ssl.cert_time_to_seconds(str(until)) - now
