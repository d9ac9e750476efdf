"""Pictures as phones make them: a scene with a red corner, with metadata that tells of place and device."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

DEVICE = "PhoneMaker X9"
ORIENTATION, MAKE, GPS, LATITUDE_REF, LATITUDE = 0x0112, 0x010F, 0x8825, 1, 2
TURNED_RIGHT = 6
"""Shown upright it is turned by a quarter to the right."""


def scene(width: int = 2400, height: int = 1800, shade: int = 90) -> Image.Image:
    """Draw a building site; its upper left corner is red."""
    picture = Image.new("RGB", (width, height), (150, 180, 210))
    draw = ImageDraw.Draw(picture)
    for floor in range(8):
        top = height - (floor + 1) * height // 12
        draw.rectangle((width // 4, top, width * 3 // 4, top + height // 14), fill=(shade, shade, shade + 10 * floor))
    draw.rectangle((0, 0, width // 5, height // 5), fill=(230, 20, 20))
    return picture


def jpeg(picture: Image.Image | None = None, orientation: int = 1, place: bool = True) -> bytes:
    """Write a JPEG with the metadata of a phone."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, DEVICE
    if place:
        exif.get_ifd(GPS).update({LATITUDE_REF: "N", LATITUDE: (32.0, 1.0, 12.34)})
    return _saved(picture or scene(), "JPEG", exif=exif, comment=b"taken by a named person", quality=90)


def png(picture: Image.Image | None = None) -> bytes:
    return _saved(picture or scene(900, 600), "PNG")


def webp(picture: Image.Image | None = None) -> bytes:
    return _saved(picture or scene(900, 600), "WEBP", quality=80)


def noise(width: int, height: int) -> Image.Image:
    """Make a picture of chance, which nothing packs well."""
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(3 * width * height))


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))
