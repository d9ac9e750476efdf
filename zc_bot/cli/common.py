"""What the commands share: the settings, the store, who is acting, and moments and sheets from outside."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from zc_bot.clock import YEARS
from zc_bot.errors import Refusal, WrongUsage
from zc_bot.opening import open_store
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.settings import Settings, load_settings
from zc_bot.sheets import Rows, SheetError
from zc_bot.sheets.apart import read_apart
from zc_bot.storage import people
from zc_bot.storage.store import Store


@contextmanager
def opened(
    upgrade: bool = False, existing: bool = False, older: bool = False
) -> Iterator[tuple[Settings, Store]]:
    """Open the store that the settings name, for one command.

    existing: one that is there. older: one of an older schema too, as it is.
    """
    settings = load_settings()
    store = open_store(settings, demo=None, upgrade=upgrade, existing=existing, older=older)
    try:
        yield settings, store
    finally:
        store.engine.dispose()


def acting(store: Store, person: int | None) -> Principal:
    """Return who acts: the person of `--as`, or the operator at this machine.

    Raises `Refusal` for somebody who is not admitted.
    """
    if person is None:
        return OPERATOR
    found = store.read(lambda session: people.find(session, person))
    if found is None:
        raise Refusal(f"--as {person}: nobody with this id is admitted; see `people list`")
    return found


def read_date(text: str | None) -> date | None:
    """Read `--on 2020-02-03`; raises `WrongUsage`."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"--on {text}: not a date; expected one such as 2020-02-03") from None
    _check_year(day, f"--on {text}")
    return day


def read_datetime(text: str, zone: ZoneInfo, option: str = "--at") -> datetime:
    """Read a moment, `2020-01-23T10:00`; without a zone it is the programme's. Raises `WrongUsage`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"{option} {text}: not a moment; expected one such as 2020-01-23T10:00") from None
    _check_year(moment, f"{option} {text}")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _check_year(day: date, given: str) -> None:
    """Refuse a day of a year for which nobody can say what is a working day. Raises `WrongUsage`."""
    if day.year not in YEARS:
        raise WrongUsage(f"{given}: out of range; expected a year from {YEARS[0]} to {YEARS[-1]}")


def print_json(value: Any) -> None:
    """Write one JSON value on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def read_table(path: Path) -> Rows:
    """Read a CSV or XLSX file into rows of cells, in a process that may be killed; raises `Refusal`."""
    from zc_bot.texts.catalog import texts_for

    try:
        # Nothing is read here: a pipe or a device would hold the command.
        regular = path.is_file()
        if regular:
            path.open("rb").close()
    except OSError as error:
        raise Refusal(f"{path}: can't be read ({error.strerror}); name a CSV or XLSX file") from None
    if not regular:
        raise Refusal(f"{path}: no such file; name a CSV or XLSX file")
    try:
        return read_apart(path)
    except SheetError as error:
        raise Refusal(f"{path.name}: {texts_for('en').plain(f'sheet.error.{error.code}', row=error.row)}") from None


def lines_of_input() -> Iterator[str]:
    """Read standard input line by line; bytes that are no UTF-8 become question marks, never a failure."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for line in sys.stdin:
        yield line.rstrip("\r\n")
