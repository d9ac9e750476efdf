"""The command line: exit status 0 done, 1 refused or failed with a line for each fault, 2 wrong usage."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from zc_bot import logs
from zc_bot.errors import SettingsError, WrongUsage, ZcError
from zc_bot.settings import wants_json

BOTS = "run", "sandbox"
"""The commands that go on and log."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every fault is a line on stderr, never a traceback.

    Whatever it writes (database, attachments, copies, exports) is its owner's alone.
    """
    os.umask(0o077)
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _run(given)
    except ZcError as error:
        _say(error, given)
        sys.exit(2 if isinstance(error, SettingsError | WrongUsage) else 1)
    except KeyboardInterrupt:
        sys.exit(130)


def _run(given: Sequence[str]) -> None:
    """Run one command; the bot itself needs nothing of what reads commands, which would stay in its memory."""
    if not given or list(given) == ["run"]:
        from zc_bot.cli.running import run

        run()
        sys.exit(0)
    from zc_bot.cli.commands import build

    build(given[0])(list(given), standalone_mode=True)


def _say(error: ZcError, given: Sequence[str]) -> None:
    """Say each fault in a line; of the bot itself, whose log is JSON, in a line of that."""
    if (not given or given[0] in BOTS) and wants_json():
        logs.say_the_end(error.lines)
        return
    for line in error.lines:
        print(line, file=sys.stderr)
