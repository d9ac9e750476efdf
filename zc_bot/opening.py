"""What every command begins with: the programme, the rules, the database."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from zc_bot.clock import Clock
from zc_bot.errors import SettingsError, ZcError
from zc_bot.keys import audit_keys, keep_anchor, kept_anchor, known_audit_keys
from zc_bot.policy.load import ProgrammeError, load_programme
from zc_bot.policy.programme import Programme
from zc_bot.settings import Settings
from zc_bot.storage import audit, schema
from zc_bot.storage.answering import bound_waits
from zc_bot.storage.engine import database_id
from zc_bot.storage.store import Store

if TYPE_CHECKING:
    from zc_bot.chat.turn import Rules

log = logging.getLogger("zc_bot")
COMMANDS_BUSY_SECONDS, BUSY_SECONDS = 10.0, 0.4
"""For so long SQLite waits for a lock; the bot waits itself, and can be stopped meanwhile."""


def read_programme(settings: Settings) -> Programme:
    """Load the programme; raises `ZcError` with a line for every fault."""
    try:
        return load_programme(settings.programme)
    except ProgrammeError as error:
        raise ZcError(*error.faults) from None


def make_rules(settings: Settings) -> Rules:
    """Read the programme's data and build what every update is handled with."""
    # What reads texts is not needed by whoever only opens the database, and takes longest to import.
    from zc_bot.chat.turn import Rules, Site
    from zc_bot.parsing.lexicon import Lexicon
    from zc_bot.reminders.calendar import WorkingDays
    from zc_bot.reminders.deadlines import zone_of

    programme = read_programme(settings)
    url = settings.public_url
    site = Site(url, settings.public_page, None if url is None else f"{url}/app/")
    return Rules(programme, Lexicon.build(programme), WorkingDays(programme.calendar), zone_of(programme), site=site)


def open_store(
    settings: Settings,
    demo: bool | None = False,
    upgrade: bool = False,
    existing: bool = False,
    older: bool = False,
) -> Store:
    """Open the database, bring an empty one up to date, refuse one of the wrong kind.

    upgrade: bring an older one up to date, after a copy of it was made. existing: refuse an absent or empty one as
    well. older: take one of an older schema as it is. Raises `StoreError`.
    """
    busy = BUSY_SECONDS if existing else COMMANDS_BUSY_SECONDS
    url = settings.database_url.get_secret_value()
    store = Store(url, busy, settings.files, (known_audit_keys if older else audit_keys)(settings.keys))
    if existing:
        bound_waits(store.engine)
        schema.expect(store.engine)
    copied = partial(_copy_before, settings, store) if not demo else lambda: None
    found = schema.ensure(store.engine, upgrade, older, copied, Clock().now())
    if demo is not None:
        schema.mark(store.engine, demo)
    if not older:
        anchor(settings, store, new=found is None)
    return store


def anchor(settings: Settings, store: Store, new: bool = False) -> None:
    """Keep in ZC_KEYS where a database's audit begins to be under a key; of a new one what was kept before goes."""
    try:
        if new:
            keep_anchor(settings.keys, id_of(settings), "")
        elif not kept_anchor(settings.keys, id_of(settings)) and (first := store.read(audit.anchor)):
            keep_anchor(settings.keys, id_of(settings), first)
    except SettingsError as error:
        log.warning("%s; where the audit begins is not kept", error)


def id_of(settings: Settings) -> str:
    """Name the database that the settings name, as ZC_KEYS does."""
    return database_id(settings.database_url.get_secret_value())


def _copy_before(settings: Settings, store: Store) -> None:
    """Make a copy before a migration; raises `Refusal` where that can't be, and then nothing is migrated."""
    if settings.backups is None:
        return
    from zc_bot.storage.backup import keeping

    made = keeping.keep_copy(store.engine, settings.backups, store.files, Clock().now(), before=schema.HEAD)
    log.info("before the schema changes a copy was made: %s", made.copy.path)


