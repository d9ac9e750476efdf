"""The process that reads one file under limits, and says what is in it or why it can't be read."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from zc_bot.sheets.apart import CPU_SECONDS, MAX_MEMORY
from zc_bot.sheets.cells import SheetError, to_json
from zc_bot.sheets.reading import read_rows


def main() -> int:
    """Read the file that is named; exit status 1 with the fault as JSON where it can't be read."""
    _limit_this_process()
    try:
        said, status = to_json(read_rows(Path(sys.argv[1]))), 0
    except SheetError as error:
        said, status = json.dumps({"code": error.code, "row": error.row}), 1
    except MemoryError:
        said, status = json.dumps({"code": "too_slow", "row": 0}), 1
    sys.stdout.write(said)
    return status


def _limit_this_process() -> None:
    """Let this process have no more memory and time than a sheet may take."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
