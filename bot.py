"""Starts zc_bot: `python bot.py`, or `python bot.py --help` for the other commands."""

import sys

from zc_bot.cli import main
from zc_bot.lighter import begin_anew

if __name__ == "__main__":
    if sys.argv[1:] in ([], ["run"]):
        begin_anew()
    main()
