"""`run` and `sandbox`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from zc_bot import logs
from zc_bot.settings import Settings, load_settings


def add_to(app: typer.Typer) -> None:
    app.command()(run)
    app.command()(sandbox)


def run() -> None:
    """Be the Telegram bot; without ZC_BOT_TOKEN, the sandbox. The default."""
    settings = load_settings()
    if settings.bot_token is None:
        _sandbox(settings, demo=True)
        return
    from zc_bot.tg import leave_out_httpx

    leave_out_httpx()
    from zc_bot.app import run_live

    logs.set_up(settings.log_level, settings.secrets, settings.log_format)
    asyncio.run(run_live(settings))


def sandbox(
    demo: Annotated[bool, typer.Option(help="Fill an empty sandbox with made-up figures.")] = True,
) -> None:
    """Be the sandbox: the same bot against a Bot API on this machine, with a chat page.

    Its database is ZC_SANDBOX_DATABASE (var/sandbox.sqlite3); the live bot's, ZC_DATABASE_URL, is left alone.
    """
    _sandbox(load_settings(), demo)


def _sandbox(settings: Settings, demo: bool) -> None:
    from zc_bot.playground import run_sandbox

    logs.set_up(settings.log_level, settings.secrets, settings.log_format)
    asyncio.run(run_sandbox(settings, demo))
