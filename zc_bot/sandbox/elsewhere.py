"""Files that a bot sends by their address: nothing is fetched here, so that something stands in their place."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.files import GREY, Upload
from zc_bot.sandbox.guard import is_loopback

FETCHED = {".pdf": "application/pdf", ".zip": "application/zip", ".gif": "image/gif"}
"""The files that Telegram fetches as documents."""


def is_address(reference: str) -> bool:
    """Tell whether a file is named by an address of the web."""
    return reference.lower().startswith(("http://", "https://"))


def picture_at(url: str) -> Upload:
    """Return a grey picture in place of the one at an address; raise ApiError 400 where nobody could fetch it."""
    return Upload(_name(url) or "picture", "image/png", GREY.read_bytes())


def document_at(url: str) -> Upload:
    """Return the address itself as the file at it; raise ApiError 400 for a file that Telegram does not fetch."""
    name = _name(url)
    mime = FETCHED.get(PurePosixPath(name).suffix.lower())
    if mime is None:
        raise bad_request("wrong type of the web page content")
    return Upload(name, mime, url.encode())


def _name(url: str) -> str:
    """Return the name of the file at an address of another machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if "." not in host or is_loopback(host):
        raise bad_request("wrong HTTP URL specified")
    return PurePosixPath(unquote(parts.path)).name
