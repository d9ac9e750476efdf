"""`run` and `sandbox`."""

from __future__ import annotations

from typing import Annotated

import typer

from zc_bot.cli.running import play, run
from zc_bot.settings import load_settings


def add_to(app: typer.Typer) -> None:
    app.command()(run)
    app.command()(sandbox)


def sandbox(
    demo: Annotated[bool, typer.Option(help="Fill an empty sandbox with made-up figures.")] = True,
) -> None:
    """Be the sandbox: the same bot against a Bot API on this machine, with a chat page.

    Its database is ZC_SANDBOX_DATABASE (var/sandbox.sqlite3); the live bot's, ZC_DATABASE_URL, is left alone.
    """
    play(load_settings(), demo)
