"""The commands of `python bot.py`; each imports what it needs when it runs, so that starting is quick."""

from zc_bot.cli.main import main

__all__ = ["main"]
