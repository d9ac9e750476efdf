"""`database copy`."""

from __future__ import annotations

from typing import Annotated

import typer

from zc_bot.clock import Clock
from zc_bot.errors import WrongUsage
from zc_bot.keys import audit_keys, keep_anchor, kept_anchor
from zc_bot.settings import is_database, load_settings
from zc_bot.storage.engine import database_id
from zc_bot.storage.store import files_beside

database_app = typer.Typer(help="The database as a whole.", no_args_is_help=True)


@database_app.callback()
def _named() -> None:
    """Want a command's name even where there is but one."""


@database_app.command()
def copy(
    from_url: Annotated[str, typer.Argument(help="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.")],
    to_url: Annotated[str, typer.Argument(help="The same, of one that is empty or not there yet.")],
) -> None:
    """Copy everything from one database to another, of either kind, with its files, and compare it row by row.

    No bot may run on the first one meanwhile. ZC_DATABASE_URL says which of them is used from then on.
    """
    from zc_bot.storage.backup.moving import move

    for place, url in (("FROM_URL", from_url), ("TO_URL", to_url)):
        if not is_database(url):
            raise WrongUsage(f"{place}: expected sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME")
    settings = load_settings()
    files, other_files = (files_beside(url, settings.files) for url in (from_url, to_url))
    folder, keys = settings.backups or settings.keys.parent, audit_keys(settings.keys)
    anchor = kept_anchor(settings.keys, database_id(from_url))
    done = move(from_url, to_url, files, other_files, folder, keys, anchor, Clock().now())
    keep_anchor(settings.keys, database_id(to_url), anchor)
    print(f"copied and the same: {done.tables} tables, {done.rows} rows, {done.files} files")
    print("set ZC_DATABASE_URL to the copy, and run one bot on one of the two: both hold the same messages to send")
