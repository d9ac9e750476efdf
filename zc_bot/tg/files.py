"""Files from people: fetched within limits, and sheets read in a process of their own that can be killed."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from telegram.error import TelegramError

from zc_bot import processors
from zc_bot.chat.incoming import Incoming, Pictured, Sheet
from zc_bot.photos import PhotoError, Shrunk
from zc_bot.photos import apart as photos_apart
from zc_bot.sheets import MAX_BYTES, SheetError, apart
from zc_bot.storage import attachments
from zc_bot.storage.filekinds import honest_name
from zc_bot.storage.showing import Stored
from zc_bot.tg.client import Client
from zc_bot.tg.faults import said_by

log = logging.getLogger(__name__)
LARGEST = 20 * 1024 * 1024
"""Bots can fetch no more."""
PHOTO = "photo.jpg"


async def fetch_sheet(client: Client, file_id: str, size: int) -> Sheet:
    """Fetch a document and read it as a sheet; every failure is an error that says which."""
    if size > MAX_BYTES:
        return Sheet(error="too_large")
    try:
        content = await client.fetch(file_id, MAX_BYTES)
    except TelegramError as error:
        log.warning("a document could not be fetched: %s", said_by(error))
        return Sheet(error="not_fetched")
    return Sheet(error="too_large") if content is None else await read_apart(content)


async def fetch_attachment(client: Client, incoming: Incoming, folder: Path) -> Incoming:
    """Fetch a photo or document and keep it, if it is one by its content; as it is where that can't be done."""
    try:
        content = await client.fetch(incoming.file, LARGEST)
    except TelegramError as error:
        log.warning("an attachment could not be fetched: %s", said_by(error))
        return incoming
    return incoming if content is None else await asyncio.to_thread(attach, incoming, content, folder)


def attach(incoming: Incoming, content: bytes, folder: Path) -> Incoming:
    """Keep what was fetched, under a name that says what it is; what is neither photo nor PDF is not kept."""
    name = honest_name(content, incoming.file_name or PHOTO)
    if name is None:
        return replace(incoming, is_unfit=True)
    return replace(incoming, attached=attachments.keep(folder, content, name))


async def fetch_photo(client: Client, incoming: Incoming, folder: Path) -> Pictured:
    """Fetch a photo, make it ready and keep both sizes; every failure is an error that says which.

    One that Telegram says is too large is not fetched at all.
    """
    if incoming.file_size > LARGEST:
        return Pictured(error="too_large")
    try:
        content = await client.fetch(incoming.file, LARGEST)
    except TelegramError as error:
        log.warning("a photo could not be fetched: %s", said_by(error))
        return Pictured(error="not_fetched")
    return Pictured(error="too_large") if content is None else await keep_photo(content, folder)


async def keep_photo(content: bytes, folder: Path) -> Pictured:
    """Make a photo ready in a process of its own and keep both sizes by their hashes."""
    try:
        made = await shrink_apart(content)
    except PhotoError as error:
        return Pictured(error=error.code)
    large, small = [await asyncio.to_thread(attachments.keep, folder, one, "") for one in (made.large, made.small)]
    return Pictured(Stored(large.sha256, large.size, small.sha256, small.size, made.width, made.height))


async def shrink_apart(content: bytes) -> Shrunk:
    """Have a process under limits make a photo ready, and kill it when its time is up. Raises `PhotoError`."""
    with tempfile.TemporaryDirectory(prefix="zc-photo-") as name:
        folder = Path(name)
        source = folder / "sent"
        await asyncio.to_thread(_write, source, content)
        with processors.anywhere():
            process = await asyncio.create_subprocess_exec(
                *photos_apart.command(source, folder),
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
                cwd=photos_apart.FOLDER, env=photos_apart.ENVIRONMENT,
            )
        try:
            out, _ = await asyncio.wait_for(process.communicate(), photos_apart.SECONDS)
        except TimeoutError:
            raise PhotoError("too_slow") from None
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return await asyncio.to_thread(photos_apart.outcome, process.returncode or 0, out, folder)


async def read_apart(content: bytes) -> Sheet:
    """Read a sheet in a process under limits, and kill it when its time is up."""
    with tempfile.NamedTemporaryFile(prefix="zc-sheet-") as file:
        await asyncio.to_thread(_write, Path(file.name), content)
        with processors.anywhere():
            process = await asyncio.create_subprocess_exec(
                *apart.command(Path(file.name)),
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
                cwd=apart.FOLDER, env=apart.ENVIRONMENT,
            )
        try:
            out, said = await asyncio.wait_for(process.communicate(), apart.SECONDS)
        except TimeoutError:
            return Sheet(error="timed_out")
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
    return await asyncio.to_thread(_outcome, process.returncode, out, said)


def _outcome(status: int | None, out: bytes, said: bytes) -> Sheet:
    try:
        return Sheet(apart.outcome(status or 0, out))
    except SheetError as error:
        log.warning("a sheet could not be read: %s %s", error.code, said.decode(errors="replace").strip()[-200:])
        return Sheet(error=error.code, error_row=error.row)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
