"""The process that makes one photo ready under limits, and says how large it is or why it can't be shown."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from zc_bot.photos.apart import CPU_SECONDS, MAX_MEMORY, PhotoError
from zc_bot.photos.shrink import shrink


def main() -> int:
    """Make the photo that is named ready; exit status 1 with the fault as JSON where it can't be shown."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        width, height = shrink(Path(sys.argv[1]), Path(sys.argv[2]))
        said: dict[str, object] = {"width": width, "height": height}
    except PhotoError as error:
        said = {"code": error.code}
    except MemoryError:
        said = {"code": "too_large"}
    status = int("code" in said)
    sys.stdout.write(json.dumps(said))
    return status


if __name__ == "__main__":
    sys.exit(main())
