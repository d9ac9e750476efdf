"""Somebody's name in a file that a letter brings along: a workbook, a table, a calendar that the bot wrote."""

from __future__ import annotations

import io
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any
from zipfile import BadZipFile, ZipFile

from zc_bot.storage.named import Named

CONTENT = "base64"
"""What a letter calls the content of a file that the bot wrote."""
_FOLD = "\r\n "
"""A line of a calendar goes on behind this, in the middle of a name too."""


def is_in_file(file: Mapping[str, Any], their: Named) -> bool:
    """Tell whether a letter's file names them."""
    content = b64decode(file.get(CONTENT, ""))
    return _renamed(content, their, "") != content


def renamed_file(file: Mapping[str, Any], their: Named, by: str) -> dict[str, Any]:
    """Put something in place of the name in a letter's file and the file's own name."""
    renamed = {**file, "name": their.replaced_in(file.get("name", ""), by)}
    if CONTENT in file:
        renamed[CONTENT] = b64encode(_renamed(b64decode(file[CONTENT]), their, by)).decode()
    return renamed


def _renamed(content: bytes, their: Named, by: str) -> bytes:
    """Rename within a workbook's parts or a text; a picture stays as it is."""
    try:
        with ZipFile(io.BytesIO(content)) as book:
            parts = {part: book.read(part) for part in book.infolist()}
    except BadZipFile:
        return _renamed_text(content, their, by)
    renamed = {part: _renamed_text(text, their, by) for part, text in parts.items()}
    if renamed == parts:
        return content
    written = io.BytesIO()
    with ZipFile(written, "w") as book:
        for part, text in renamed.items():
            book.writestr(part, text)
    return written.getvalue()


def _renamed_text(content: bytes, their: Named, by: str) -> bytes:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content
    whole = text.replace(_FOLD, "") if text.startswith("BEGIN:VCALENDAR") else text
    renamed = their.replaced_in(whole, by)
    return content if renamed == whole else renamed.encode()
