"""Pictures as Telegram keeps them: JPEGs in several sizes, upright, with nothing of the phone that took them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageOps

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.limits import check_picture

SIDES = (90, 320, 800, 1280, 2560)
"""The longer sides, in pixels, of Telegram's sizes s, m, x, y and w; nothing is made larger."""
PHONE, SERVER = 1280, SIDES[-1]
"""To what a phone shrinks a picture before it is sent, and Telegram one that a bot sends."""
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
QUALITY = 87


@dataclass(frozen=True, slots=True)
class Size:
    """One size of a picture: a JPEG with its width and height in pixels."""

    content: bytes
    width: int
    height: int


def check_shape(content: bytes) -> None:
    """Refuse what is no picture, or one that is too large or too narrow to be sent by a bot; phones mend theirs."""
    with _opened(content) as opened:
        check_picture(*opened.size)


def sizes_of(content: bytes, most: int) -> Sequence[Size]:
    """Return a picture in Telegram's sizes, the smallest first; raise ApiError 400 for what is none.

    most: the longer side of the largest, in pixels.
    """
    with _opened(content) as opened:
        opened.draft("RGB", (most, most))
        picture = _upright(opened)
    whole = min(most, max(picture.size))
    return [_scaled(picture, side) for side in (*(side for side in SIDES if side < whole), whole)]


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """Open a picture; whatever can't be opened or decoded within the block is none."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            yield opened
    except (OSError, SyntaxError, ValueError, TypeError, EOFError, Image.DecompressionBombError) as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error


def _upright(opened: Image.Image) -> Image.Image:
    """Decode a picture, the way up that its metadata says, on white where one sees through it."""
    turned = ImageOps.exif_transpose(opened)
    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        over = turned.convert("RGBA")
        turned = Image.new("RGB", over.size, "white")
        turned.paste(over, mask=over.getchannel("A"))
    return turned.convert("RGB")


def _scaled(picture: Image.Image, side: int) -> Size:
    fresh = Image.new("RGB", picture.size)
    fresh.paste(picture)
    fresh.thumbnail((side, side), Image.Resampling.BILINEAR)
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=QUALITY)
    return Size(out.getvalue(), *fresh.size)
