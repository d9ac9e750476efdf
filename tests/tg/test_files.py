"""Sheets from people over HTTP: fetched, read in a process apart, and refused in time when they are hostile."""

from __future__ import annotations

import io
import random
import resource
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tests.photos.pictures import jpeg
from tests.tg.conftest import ANNA, Scene
from zc_bot.chat.incoming import Incoming, Sheet
from zc_bot.sandbox.files import Upload
from zc_bot.sheets import apart
from zc_bot.sheets.apart import MAX_MEMORY, SECONDS
from zc_bot.tg.client import make_client
from zc_bot.tg.connect import connected
from zc_bot.tg.files import fetch_photo, fetch_sheet, read_apart

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(rows: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def bomb(megabytes: int) -> bytes:
    """A small file whose sheet unpacks to very much."""
    plain = io.BytesIO(workbook([["a"]]))
    packed = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.endswith("sheet1.xml"):
                row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * 1000 + b"</t></is></c></row>"
                content = content.replace(b"<sheetData>", b"<sheetData>" + row * (megabytes * 1000))
            target.writestr(item, content)
    return packed.getvalue()


def lying_bomb(megabytes: int) -> bytes:
    """A bomb whose directory claims that it unpacks to little."""
    content = bytearray(bomb(megabytes))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        sizes = [item.file_size for item in archive.infolist() if item.filename.endswith("sheet1.xml")]
    return bytes(content.replace(sizes[0].to_bytes(4, "little"), (1000).to_bytes(4, "little")))


def crammed(megabytes: int, repeats: int) -> bytes:
    """A file within every cap that unpacks to as much as the caps let through."""
    chance, plain, packed = random.Random(1), io.BytesIO(workbook([["a"]])), io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.endswith("sheet1.xml"):
                texts = (bytes(chance.choices(b"abcdefghij", k=10)) + b"A" * repeats for _ in range(1000))
                cells = b"".join(b'<c t="inlineStr"><is><t>' + one + b"</t></is></c>" for one in texts)
                row = b"<row>" + cells + b"</row>"
                content = content.replace(b"<sheetData>", b"<sheetData>" + row * (megabytes * 1_000_000 // len(row)))
            target.writestr(item, content)
    return packed.getvalue()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads may take long by the clock: what it may cost is processor time."""
    monkeypatch.setattr(apart, "SECONDS", 120.0)


@pytest.mark.usefixtures("patient")
async def test_a_sheet_comes_through_with_exact_numbers() -> None:
    sheet = await read_apart(workbook([["社区", "数"], ["通创社区", 0.1], ["=1+1", "是"]]))
    assert sheet.error == ""
    assert [str(cell) for cell in sheet.rows[1]] == ["通创社区", "0.1"]


HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "zeros": lambda: b"\0" * 1000,
    "torn zip": lambda: b"PK\x03\x04" + b"\0" * 1000,
    "cut off": lambda: workbook([["a"]])[:-200],
    "a PDF": lambda: b"%PDF-1.7\0",
    "bomb": lambda: bomb(60),
    "lying bomb": lambda: lying_bomb(60),
    "crammed": lambda: crammed(300, 600),
}


@pytest.mark.parametrize("kind", HOSTILE)
async def test_a_hostile_file_is_refused_in_time_and_without_growing(kind: str) -> None:
    content = HOSTILE[kind]()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    sheet = await read_apart(content)
    assert time.monotonic() - began < SECONDS + 10, "what the reading process may take, and its start and end"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024
    assert MAX_MEMORY < 330 * 1024 * 1024, "what the reading process may have, its code included"
    assert sheet.error or all(not any(row) for row in sheet.rows)


@pytest.mark.usefixtures("patient")
async def test_a_number_is_read_with_the_fifteen_digits_that_a_sheet_holds() -> None:
    sheet = await read_apart(workbook([["数", 0.1], [101714.2857142857, "是"]]))
    assert sheet.rows == (("数", Decimal("0.1")), (Decimal("101714.285714286"), "是"))


@pytest.mark.usefixtures("patient")
async def test_too_many_rows_are_refused() -> None:
    assert (await read_apart(b"a,b\n" * 5001)).error == "rows"


@pytest.mark.usefixtures("patient")
async def test_it_is_fetched_over_http_and_never_from_this_machines_disk(scene: Scene, tmp_path: Path) -> None:
    stored = scene.telegram.files.keep("documents", Upload("填报表.xlsx", XLSX, workbook([["社区"]])))
    client = make_client(scene.telegram.token, scene.address)
    async with connected(client):
        assert await fetch_sheet(client, stored.file_id, stored.size) == Sheet((("社区",),))
        assert (await fetch_sheet(client, "nothing", 10)).error == "not_fetched"
        assert (await fetch_sheet(client, stored.file_id, 6 * 1024 * 1024)).error == "too_large"


async def test_a_photo_that_is_too_large_is_told_before_it_is_fetched(scene: Scene, tmp_path: Path) -> None:
    most = 20 * 1024 * 1024
    stored = scene.telegram.files.keep("photos", Upload("1.jpg", "image/jpeg", jpeg()))
    photo = Incoming(1, "photo", ANNA, ANNA, file=stored.file_id, file_size=stored.size)
    client = make_client(scene.telegram.token, scene.address)
    async with connected(client):
        assert (await fetch_photo(client, photo, tmp_path)).stored is not None
        for size, error in ((stored.size, "not_fetched"), (most + 1, "too_large")):
            gone = replace(photo, file="nothing", file_size=size)
            assert (await fetch_photo(client, gone, tmp_path)).error == error


@pytest.mark.usefixtures("patient")
async def test_a_document_reaches_the_conversation_as_rows(scene: Scene) -> None:
    scene.telegram.upload(ANNA, "填报表.xlsx", workbook([["社区", "数"]]), XLSX)
    async with scene.bot():
        await scene.telegram.wait_for(ANNA, "<社区 数>")


async def test_an_attachment_is_kept_and_sent_back_whole(scene: Scene) -> None:
    scene.telegram.upload(ANNA, "证明.pdf", b"%PDF-1.7 content", "application/pdf")
    async with scene.bot():
        after = await scene.telegram.wait_for(ANNA, "back")
        sent = await scene.telegram.wait_for(ANNA, "", after=int(after["message_id"]))
    stored = scene.telegram.files.get(sent["document"]["file_id"])
    assert stored is not None
    assert stored.upload.content == b"%PDF-1.7 content"
    assert len(list(scene.store.files.iterdir())) == 1


async def test_a_program_under_a_pdfs_name_is_not_kept(scene: Scene) -> None:
    scene.telegram.upload(ANNA, "年报.exe.pdf", b"MZ\x90\0" * 100, "application/pdf")
    async with scene.bot():
        await scene.telegram.wait_for(ANNA, "unfit")
    assert not scene.store.files.exists() or not list(scene.store.files.iterdir())
