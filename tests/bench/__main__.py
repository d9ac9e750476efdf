"""Everything that is measured, in one table: `make bench`, or `python -m tests.bench questions planning`."""

from __future__ import annotations

import sys

from tests.bench import pages, pictures, planning, questions, service
from tests.bench.table import Table

PARTS = {"service": service, "questions": questions, "planning": planning, "pages": pages, "pictures": pictures}


def main(names: list[str]) -> int:
    """Measure all parts, or those named; return 1 when a bound is missed."""
    table = Table()
    for name, part in PARTS.items():
        if not names or name in names:
            part.measure(table)
    table.print()
    return int(not table.kept)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
