"""A call's parameters, however they came: query, urlencoded, JSON or multipart."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.files import Upload

CALLED = {"message_id": "message identifier"}
"""What Telegram calls a parameter that is missing, where it has another word for it."""
ATTACHED = "attach://"
NAMES = re.compile(r';\s*(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^;]*))')


class Params:
    """Values by name, as text or already as JSON, and the files that came with them."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None) -> None:
        self.values = dict(values)
        self._uploads = uploads or {}

    @property
    def uploaded(self) -> Sequence[str]:
        """The names of the files that came along, in their order."""
        return tuple(self._uploads)

    def text(self, name: str, default: str = "") -> str:
        """Return a text, `default` where it was not sent. What is JSON and no text stands as it was written."""
        if name not in self.values:
            return default
        value = self.values[name]
        if isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def is_null(self, name: str) -> bool:
        """Tell whether null was sent, which is not the same as nothing."""
        return name in self.values and self.values[name] in (None, "null")

    def integer(self, name: str, default: int | None = None) -> int:
        """Return a whole number; raise ApiError 400 where there is none and no default."""
        try:
            return int(self.values[name])
        except (KeyError, TypeError, ValueError, OverflowError):
            if default is None:
                raise bad_request(f"{CALLED.get(name, name)} is not specified") from None
            return default

    def number(self, name: str) -> float:
        """Return a number; raise ApiError 400 where there is none."""
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            raise bad_request(f"{name} is empty") from None

    def flag(self, name: str) -> bool:
        """Return a yes or no; not sent is no."""
        return self.values.get(name) in (True, 1, "true", "True", "1")

    def structure(self, name: str, called: str = "") -> Any:
        """Return a JSON value, None where it was not sent; raise ApiError 400 where it is not JSON.

        called: Telegram's words for it.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad_request(f"can't parse {called or name} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """Return the file sent as `name`, directly or as attach://…; None where there is none."""
        value = self.values.get(name)
        return self.attached(value) if isinstance(value, str) else self._uploads.get(name)

    def attached(self, reference: str) -> Upload | None:
        """Return the file that an attach:// reference names."""
        if reference.startswith(ATTACHED):
            return self._uploads.get(reference.removeprefix(ATTACHED))
        return None


async def read_params(request: web.Request) -> Params:
    """Read a call's parameters from its query and body. Raises `UnicodeError` for what is no UTF-8."""
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json" and request.can_read_body:
        values |= await _read_json(request)
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            name, filename = _names(part)
            if filename is None:
                values[name] = await part.text()
            else:
                uploads[name] = await _read_upload(part, filename, request.client_max_size)
    elif request.can_read_body:
        body = await request.read()
        values |= dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    json.dumps(values, ensure_ascii=False, default=str).encode()
    return Params(values, uploads)


async def _read_json(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("expected a JSON object")
    return body


def _names(part: BodyPartReader) -> tuple[str, str | None]:
    """Return a part's name and its file's name, None where it is no file.

    Read like Telegram, which takes names without quotes whatever they hold: libraries other than ours send them so.
    """
    if part.name is not None:
        return part.name, part.filename
    found = {match[1].lower(): match[2] or match[3] for match in NAMES.finditer(part.headers["Content-Disposition"])}
    return found.get("name", ""), found.get("filename")


async def _read_upload(part: BodyPartReader, filename: str, limit: int) -> Upload:
    """Read one file of a form, up to `limit` bytes."""
    content = bytearray()
    while chunk := await part.read_chunk(65_536):
        content += chunk
        if len(content) > limit:
            raise web.HTTPRequestEntityTooLarge(max_size=limit, actual_size=len(content))
    return Upload(filename or "file", part.headers.get("Content-Type", "application/octet-stream"), bytes(content))
