"""Telegram: receiving, sending, limits, errors; the only rooms that know it are this one and the sandbox."""

import os
import sys

# python-telegram-bot's spans of time as `timedelta`, as its next version gives them; it looks here at each use.
os.environ.setdefault("PTB_TIMEDELTA", "true")
# httpx, which telegram imports and this bot does not use, would bring its command line with it, and that rich,
# pygments and click: 4 MB. Without them it does without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
