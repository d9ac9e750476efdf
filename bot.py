"""Starts zc_bot: `python bot.py`, or `python bot.py --help` for the other commands."""

from zc_bot.cli import main

if __name__ == "__main__":
    main()
