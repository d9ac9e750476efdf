"""Telegram: receiving, sending, limits, errors; the only rooms that know it are this one and the sandbox."""

import os
import sys
from types import ModuleType

# python-telegram-bot's spans of time as `timedelta`, as its next version gives them; it looks here at each use.
os.environ.setdefault("PTB_TIMEDELTA", "true")
# httpx would bring its command line with it, and that rich, pygments and click: 4 MB. Without them it does without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]


def leave_out_httpx() -> None:
    """Import telegram without httpx, the client that it ships with and the bot replaces: 6 MB less.

    Whoever imports httpx afterwards has it; telegram's own `HTTPXRequest` alone does not work then.
    """
    if "telegram" in sys.modules or "httpx" in sys.modules:
        return
    absent = ModuleType("httpx")
    absent.__getattr__ = lambda name: object  # type: ignore[method-assign]
    sys.modules["httpx"] = absent
    try:
        import telegram  # noqa: F401
    finally:
        del sys.modules["httpx"]
