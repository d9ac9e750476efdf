"""Logging: one event, one line on stderr, JSON or text; no secret and nothing that somebody typed, ever."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

HIDDEN = "•••"
SPOKEN = ("zc_bot.errors", "telegram.", "aiohttp.", "sqlalchemy.", "psycopg.", "alembic.")
"""Whose errors say what is wrong without a value: those of Python's own may quote what somebody typed."""
FIELDS = ("update", "letter", "chat", "kind", "rule", "ms")
"""What a line may say beside its message, by `extra`."""
_update: ContextVar[int | None] = ContextVar("update", default=None)
Raised = tuple[type[BaseException], BaseException, TracebackType | None]


@contextmanager
def of_update(number: int) -> Iterator[None]:
    """Give an update's id to all lines that are written meanwhile, in this task or thread."""
    token = _update.set(number)
    try:
        yield
    finally:
        _update.reset(token)


class OneLine(logging.Formatter):
    """Writes a record, traceback and all, without secrets and without line breaks."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        # Telegram's token also appears in URLs, where its colon may be quoted.
        self._secrets = sorted(
            {form for secret in secrets for form in (secret, secret.replace(":", "%3A"))}, key=len, reverse=True
        )

    def format(self, record: logging.LogRecord) -> str:
        told = "".join(f" {name}={value}" for name, value in _fields(record).items())
        return _BREAKS.sub(_spelled, hide(super().format(record) + told, self._secrets))

    def formatException(self, ei: Raised | tuple[None, None, None]) -> str:
        return _told(ei)


class JsonLine(OneLine):
    """Writes a record as one JSON object: at, level, logger, message, and what is known of update and letter."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": at, "level": record.levelname, "logger": record.name}
        line |= {"message": record.getMessage(), **_fields(record)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return hide(json.dumps(line, default=str), self._secrets)


_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Whatever some reader of logs takes for the end of a line, or for an order to its terminal."""


def _fields(record: logging.LogRecord) -> dict[str, object]:
    known = {name: getattr(record, name) for name in FIELDS if getattr(record, name, None) is not None}
    number = _update.get()
    return known if number is None else {"update": number, **known}


def _told(raised: Raised | tuple[None, None, None]) -> str:
    """Write where an error came from; what it says only where that can quote nobody."""
    kind, error, trace = raised
    if kind is None or error is None:
        return ""
    module = kind.__module__
    says = isinstance(error, OSError) or module.startswith(SPOKEN)
    name = kind.__name__ if module == "builtins" else f"{module}.{kind.__name__}"
    where = "".join(f"{one.filename}:{one.lineno} {one.name}; " for one in traceback.extract_tb(trace))
    return f"{name}: {error} ({where})" if says else f"{name} ({where})"


def _spelled(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def hide(text: str, secrets: Sequence[str]) -> str:
    """Replace every secret in `text`."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return text


def set_up(level: str, secrets: Sequence[str], form: str | None = None) -> None:
    """Send every log line to stderr, and unhandled errors through the same formatter.

    form: `json` or `text`; without it text on a terminal, else JSON.
    """
    chosen = form or ("text" if sys.stderr.isatty() else "json")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine(secrets) if chosen == "json" else OneLine(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("alembic", "aiohttp.access", "httpx", "telegram", "asyncio"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    _take_what_python_says()


def say_the_end(lines: Sequence[str]) -> None:
    """Say as JSON, a line each, why the process ends, though nothing was set up yet."""
    root = logging.getLogger()
    if not root.handlers:
        set_up("INFO", (), "json")
    for line in lines:
        logging.getLogger("zc_bot").critical("%s", line)


def _take_what_python_says() -> None:
    """Have warnings, and errors that nobody catches, written as lines like all others: where, and no value."""
    log = logging.getLogger("zc_bot")

    def warned(
        message: Warning | str, category: type[Warning], filename: str, lineno: int,
        file: TextIO | None = None, line: str | None = None,
    ) -> None:
        log.warning("%s at %s:%d", category.__name__, filename, lineno)

    def died(what: threading.ExceptHookArgs) -> None:
        told = None if what.exc_value is None else (what.exc_type, what.exc_value, what.exc_traceback)
        log.critical("a thread was stopped by an error", exc_info=told)

    def not_raised(what: sys.UnraisableHookArgs) -> None:
        told = None if what.exc_value is None else (what.exc_type, what.exc_value, what.exc_traceback)
        log.error("an error that nobody could catch", exc_info=told)

    warnings.showwarning = warned
    threading.excepthook, sys.unraisablehook = died, not_raised
    sys.excepthook = lambda kind, error, trace: log.critical("stopped by an error", exc_info=(kind, error, trace))
