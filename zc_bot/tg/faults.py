"""What an error of the Bot API says of the way to Telegram, and how long to wait before the next try."""

from __future__ import annotations

import random
import re
from datetime import timedelta

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from zc_bot.tg.request import Unreadable, retry_seconds
from zc_bot.troubles import Code

LONGEST = 30.0
SHOWN = 200
"""So much of an error's text is shown: a proxy's may be a whole page."""
_QUOTED = re.compile("[\"“].*[\"”]", re.DOTALL)


def said_by(error: TelegramError) -> str:
    """Return what an error says for the log, without what it quotes: that may be what somebody wrote."""
    return _QUOTED.sub("…", error.message)[:SHOWN]


def diagnose(error: Exception) -> tuple[Code, str]:
    """Name what keeps us from Telegram, and say it for the log."""
    if isinstance(error, InvalidToken):
        return "token", "Telegram does not know this token: check ZC_BOT_TOKEN with @BotFather; trying again"
    if isinstance(error, Conflict):
        if "webhook" in error.message.lower():
            return "webhook", "a webhook is set for this bot elsewhere: no updates come until it is removed"
        return "poller", "another bot is polling with this token: stop it; trying again"
    if isinstance(error, RetryAfter):
        return "limited", f"Telegram asks to wait {retry_seconds(error):.0f} s"
    if isinstance(error, Unreadable):
        return "unreadable", said_by(error)
    if isinstance(error, NetworkError):
        return "unreachable", f"Telegram can't be reached: {said_by(error)}"
    return "unreadable", f"Telegram's answer can't be understood ({type(error).__name__})"


def wait_after(error: Exception, failures: int) -> float:
    """Return for how many seconds to wait after so many failures in a row, half a minute at most.

    Only Telegram itself may ask for longer.
    """
    if isinstance(error, RetryAfter):
        return retry_seconds(error)
    return min(LONGEST, 0.5 * 2.0 ** min(failures, 6))


def backoff(attempts: int) -> timedelta:
    """Return how long a letter waits that certainly was not sent, spread so that not all come back at once."""
    return timedelta(seconds=min(60.0, 2.0 ** min(attempts, 6)) * random.uniform(0.5, 1.0))  # noqa: S311
