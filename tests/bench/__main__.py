"""Every benchmark, a line each: `make bench`."""

from __future__ import annotations

from tests.bench import planning, questions

if __name__ == "__main__":
    raise SystemExit(max(planning.main(), questions.main()))
