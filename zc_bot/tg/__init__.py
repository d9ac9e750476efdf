"""Telegram: receiving, sending, limits, errors; the only rooms that know it are this one and the sandbox."""

import os

# python-telegram-bot's spans of time as `timedelta`, as its next version gives them; it looks here at each use.
os.environ.setdefault("PTB_TIMEDELTA", "true")
