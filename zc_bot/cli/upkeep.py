"""`migrate`, `backup`, `restore`, `doctor`, `audit verify`, `audit rekey`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from zc_bot.cli.common import opened
from zc_bot.clock import Clock
from zc_bot.errors import Refusal, WrongUsage, ZcError
from zc_bot.policy.roles import OPERATOR
from zc_bot.settings import Settings, load_settings

audit_app = typer.Typer(help="The audit chain.", no_args_is_help=True)


@audit_app.command()
def rekey() -> None:
    """Chain the audit under a new key from now on; the old one is kept, to check older lines."""
    from zc_bot.keys import rekey as make_another
    from zc_bot.storage import audit
    from zc_bot.storage.schema import hold

    with opened() as (settings, store), hold(store.engine, "run"):
        now = Clock().now()
        store.write(lambda session: audit.note(session, OPERATOR, "audit.rekey", "audit", now))
        keys = make_another(settings.keys)
    with opened() as (_, store):
        store.write(lambda session: audit.note(session, OPERATOR, "audit.rekeyed", "audit", now))
    print(f"the audit is chained under another key; keep a copy of {settings.keys}: it holds {len(keys)} keys")


def add_to(app: typer.Typer) -> None:
    for command in (migrate, backup, restore, doctor):
        app.command()(command)


def migrate() -> None:
    """Bring the database to this version's schema."""
    from zc_bot.storage import schema

    with opened(upgrade=True) as (_, store):
        print(f"schema {schema.version(store.engine)}")


def backup(
    file: Annotated[Path | None, typer.Argument(help="Where to write it; without it, into ZC_BACKUPS.")] = None,
    hourly: Annotated[bool, typer.Option(hidden=True, help="The bot's own, which nobody reads out.")] = False,
) -> None:
    """Write a verified copy of the database and its attachments while the bot runs."""
    from zc_bot.storage.backup import copying, keeping

    now = Clock().now()
    with opened(existing=True, older=True) as (settings, store):
        if file is None:
            made = keeping.keep_copy(store.engine, _folder(settings), store.files, now)
        else:
            copy = copying.write_copy(store.engine, file)
            beside = file.with_name(f"{file.name}.files")
            made = keeping.Made(copy, keeping.link_attachments(copy.attachments, store.files, beside))
        keeping.note_copy(store, now, asked=file is not None or not hourly)
    print(f"{made.copy.path}: complete; audit head {made.copy.head[0]}:{made.copy.head[1]}")
    if made.lacking:
        raise Refusal(f"{len(made.lacking)} attachments are gone or damaged, and in no copy made now: see `doctor`")


def restore(
    file: Annotated[Path, typer.Argument(help="A copy that `backup` or the bot itself wrote.")],
    without_files: Annotated[bool, typer.Option(help="Do without attachments that can't be had any more.")] = False,
) -> None:
    """Put a copy in place of the database; the present one is kept, and reminders wait for an admin's word."""
    from zc_bot.doctor import content
    from zc_bot.keys import audit_keys, keep_anchor
    from zc_bot.opening import id_of
    from zc_bot.storage.backup.restoring import restore as put_back
    from zc_bot.storage.store import files_beside

    settings = load_settings()
    url = settings.database_url.get_secret_value()
    folder = settings.backups or settings.keys.parent
    keys = audit_keys(settings.keys)
    done = put_back(url, file, files_beside(url, settings.files), folder, Clock().now(), without_files, keys)
    keep_anchor(settings.keys, id_of(settings), done.anchor)
    print(f"restored from {file}" + (f"; the database before it is {done.replaced}" if done.replaced else ""))
    if not (found := content(settings)).good:
        print(found.text)
    print("reminders and notices are held until an admin decides in the chat; the bot asks when it starts")


def _folder(settings: Settings) -> Path:
    if settings.backups is None:
        raise WrongUsage("backup: ZC_BACKUPS is empty, so name a file")
    return settings.backups


def doctor() -> None:
    """Check settings, database, programme, fonts, calendar and Telegram: a line each, with what to do."""
    from zc_bot.doctor import examine

    bad = 0
    for finding in examine():
        bad += not finding.good
        print(f"{'ok  ' if finding.good else 'BAD '}{finding.subject}: {finding.text}")
    if bad:
        raise ZcError(f"{bad} of these need attention")


@audit_app.command()
def verify(
    head: Annotated[
        str | None, typer.Option(help="A head kept elsewhere, NUMBER:HASH as `backup` prints it.")
    ] = None,
) -> None:
    """Check the audit chain, and that the figures that stand are those of the versions.

    ZC_KEYS knows the keys and where the chain begins to be under one: one written anew as a whole is found. With a
    kept head a cut-off tail is found too.
    """
    from zc_bot.keys import kept_anchor
    from zc_bot.opening import id_of
    from zc_bot.storage import audit, chain, standing

    kept = None
    if head is not None:
        if not re.fullmatch(r"\d+:[0-9a-f]{64}", head):
            raise WrongUsage(f"--head {head}: not a head; expected NUMBER:HASH as `backup` prints it")
        number, _, digest = head.partition(":")
        kept = (int(number), digest)
    with opened() as (settings, store):
        anchor = kept_anchor(settings.keys, id_of(settings))
        fault = store.read(lambda session: chain.verify(session, kept, anchor))
        now, astray = store.read(audit.head), store.read(standing.astray)
    if fault is not None:
        raise Refusal(f"line {fault.line} is {fault.what}: the audit is not what was written")
    if astray:
        raise Refusal(f"{astray} figures stand otherwise than their versions say: put back a copy with `restore`")
    print(f"whole; head {now[0]}:{now[1]}")
