"""Forgetting a person whose name stands in a file that waits to be sent: the file goes out with their number."""

from __future__ import annotations

import csv
import io
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest
from icalendar import Calendar, Event
from xlsxwriter import Workbook

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import erasing, outbox, people
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.outbox import Letter
from zc_bot.storage.remaining import names_of, remaining
from zc_bot.storage.store import Store

NAME, OTHER = "缪晓东", "缪晓东方"
PICTURE = b"\x89PNG\r\n\x1a\n\xff\xfe"


def workbook(*cells: str) -> bytes:
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        book.add_worksheet("数据").write_column(0, 0, cells)
    return written.getvalue()


def table(*cells: str) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([one] for one in cells)
    return written.getvalue().encode("utf-8-sig")


def calendar(*cells: str) -> bytes:
    """Write them as events of titles so long that a line is cut in the middle of a name."""
    found = Calendar()
    for one in cells:
        event = Event()
        event.add("summary", "报" * 21 + one)
        found.add_component(event)
    written: bytes = found.to_ical()
    return written


def of_workbook(content: bytes) -> list[str]:
    return [str(row[0].value) for row in openpyxl.load_workbook(io.BytesIO(content))["数据"].iter_rows()]


def of_table(content: bytes) -> list[str]:
    return [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]


def of_calendar(content: bytes) -> list[str]:
    events = Calendar.from_ical(content.decode()).walk("VEVENT")
    return [str(one["summary"]).removeprefix("报" * 21) for one in events]


def waiting(store: Store, programme: Programme, now: datetime, name: str, content: bytes) -> None:
    candidates = [Candidate(11, name, "reporter", ("chongchuan",)), Candidate(12, OTHER, "viewer")]
    store.write(lambda s: people.admit(s, OPERATOR, programme, candidates, now))
    document = {"name": f"{name}.bin", "base64": b64encode(content).decode()}
    store.write(lambda s: outbox.post(s, [Letter(14, 14, "reply", {"text": "", "document": document})], now))


def file_sent(store: Store, now: datetime) -> tuple[str, bytes]:
    (letter,) = (one for one in store.write(lambda s: outbox.claim(s, now, 10)) if one.chat == 14)
    return letter.payload["document"]["name"], b64decode(letter.payload["document"]["base64"])


@pytest.mark.parametrize(
    ("write", "read"), [(workbook, of_workbook), (table, of_table), (calendar, of_calendar)],
    ids=["workbook", "table", "calendar"],
)
def test_a_file_that_waits_goes_out_with_the_number(
    store: Store, programme: Programme, now: datetime, write: Callable[..., bytes],
    read: Callable[[bytes], list[str]],
) -> None:
    cells = NAME, f"{NAME}报", OTHER, "3200"
    waiting(store, programme, now, NAME, write(*cells))
    store.write(lambda s: erasing.erase(s, OPERATOR, 11, now))
    name, content = file_sent(store, now)
    assert name == "（11）.bin"
    assert read(content)[1:] == ["（11）报", OTHER, "3200"]


@pytest.mark.parametrize("content", [PICTURE, workbook(OTHER)], ids=["picture", "others"])
def test_a_picture_and_a_file_that_names_others_stay_as_they_are(
    store: Store, programme: Programme, now: datetime, content: bytes
) -> None:
    waiting(store, programme, now, NAME, content)
    store.write(lambda s: erasing.erase(s, OPERATOR, 11, now))
    assert file_sent(store, now) == ("（11）.bin", content)


def test_a_file_that_holds_a_name_which_is_a_word_is_listed(
    store: Store, programme: Programme, now: datetime
) -> None:
    waiting(store, programme, now, "Li", workbook("Li", "Limited"))
    names = store.read(lambda s: names_of(s, 11))
    store.write(lambda s: erasing.erase(s, OPERATOR, 11, now))
    found = store.read(lambda s: remaining(s, OPERATOR, 11, names))
    assert [one.place for one in found] == ["letter"]
