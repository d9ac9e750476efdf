"""Logging: one event, one line on stderr, and no secret ever."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Sequence

HIDDEN = "•••"


class OneLine(logging.Formatter):
    """Writes a record, traceback and all, without secrets and without line breaks."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        # Telegram's token also appears in URLs, where its colon may be quoted.
        self._secrets = sorted(
            {form for secret in secrets for form in (secret, secret.replace(":", "%3A"))}, key=len, reverse=True
        )

    def format(self, record: logging.LogRecord) -> str:
        return _BREAKS.sub(_spelled, hide(super().format(record), self._secrets))


_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Whatever some reader of logs takes for the end of a line, or for an order to its terminal."""


def _spelled(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def hide(text: str, secrets: Sequence[str]) -> str:
    """Replace every secret in `text`."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return text


def set_up(level: str, secrets: Sequence[str]) -> None:
    """Send every log line to stderr, and unhandled errors through the same formatter."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("alembic", "apscheduler", "aiohttp.access", "httpx", "telegram", "asyncio"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    log = logging.getLogger("zc_bot")
    sys.excepthook = lambda kind, error, trace: log.critical("stopped by an error", exc_info=(kind, error, trace))
