"""Being the bot, or the sandbox: what `run` and `sandbox` do, without the library that reads other commands."""

from __future__ import annotations

import asyncio

from zc_bot import logs
from zc_bot.settings import Settings, load_settings


def run() -> None:
    """Be the Telegram bot; without ZC_BOT_TOKEN, the sandbox. The default."""
    settings = load_settings()
    if settings.bot_token is None:
        play(settings, demo=True)
        return
    from zc_bot.tg import leave_out_httpx

    leave_out_httpx()
    from zc_bot.app import run_live

    logs.set_up(settings.log_level, settings.secrets, settings.log_format)
    asyncio.run(run_live(settings))


def play(settings: Settings, demo: bool) -> None:
    """Be the sandbox, with made-up figures in an empty one or without."""
    from zc_bot.playground import run_sandbox

    logs.set_up(settings.log_level, settings.secrets, settings.log_format)
    asyncio.run(run_sandbox(settings, demo))
