"""The commands of `python bot.py`; each imports what it needs when it runs, so that starting is quick."""

from zc_bot import garbage

garbage.look_seldom()  # Before what takes longest to import.

from zc_bot.cli.main import main  # noqa: E402

__all__ = ["main"]
