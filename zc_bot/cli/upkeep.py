"""`migrate`, `backup`, `restore`, `doctor`, `audit verify`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from zc_bot.cli.common import opened
from zc_bot.clock import Clock
from zc_bot.errors import Refusal, WrongUsage, ZcError
from zc_bot.settings import load_settings

audit_app = typer.Typer(help="The audit chain.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    for command in (migrate, backup, restore, doctor):
        app.command()(command)


def migrate() -> None:
    """Bring the database to this version's schema."""
    from zc_bot.storage import schema

    with opened(upgrade=True) as (_, store):
        print(f"schema {schema.version(store.engine)}")


def backup(file: Annotated[Path, typer.Argument(help="Where to write the copy.")]) -> None:
    """Write a verified copy of the database while the bot runs."""
    from zc_bot.storage import copies, meta

    with opened(existing=True) as (settings, store):
        head = copies.backup(store.engine, file, settings.database_url.get_secret_value())
        store.write(lambda session: meta.put(session, meta.BACKED_UP, Clock().now().isoformat()))
    print(f"{file}: complete; audit head {head[0]}:{head[1]}")


def restore(file: Annotated[Path, typer.Argument(help="A copy that `backup` wrote.")]) -> None:
    """Put a copy in place of the database; the present one is kept beside it."""
    from zc_bot.storage import copies

    settings = load_settings()
    kept = copies.restore(settings.database_url.get_secret_value(), file)
    print(f"restored from {file}" + (f"; the database before it is {kept}" if kept else ""))


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

    With a kept head a cut-off tail is found too.
    """
    from zc_bot.storage import audit, standing

    kept = None
    if head is not None:
        if not re.fullmatch(r"\d+:[0-9a-f]{64}", head):
            raise WrongUsage(f"--head {head}: not a head; expected NUMBER:HASH as `backup` prints it")
        number, _, digest = head.partition(":")
        kept = (int(number), digest)
    with opened() as (_, store):
        fault = store.read(lambda session: audit.verify(session, kept))
        now, astray = store.read(audit.head), store.read(standing.astray)
    if fault is not None:
        raise Refusal(f"line {fault.line} is {fault.what}: the audit is not what was written")
    if astray:
        raise Refusal(f"{astray} figures stand otherwise than their versions say: put back a copy with `restore`")
    print(f"whole; head {now[0]}:{now[1]}")
