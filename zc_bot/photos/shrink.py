"""A picture from outside → two upright JPEGs without metadata."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, JpegImagePlugin, PngImagePlugin
from PIL.WebPImagePlugin import WebPImageFile

from zc_bot.photos.apart import LARGE, MAX_PIXELS, SMALL, PhotoError

SIDES = {LARGE: 1600, SMALL: 480}
"""The longer side in pixels; nothing is made larger."""
FORMATS = (JpegImagePlugin.JpegImageFile.format, PngImagePlugin.PngImageFile.format, WebPImageFile.format)
"""What phones and messengers send; every other decoder stays shut."""
LEAST = 50
QUALITY = 82


def shrink(source: Path, folder: Path) -> tuple[int, int]:
    """Write both sizes into a folder; returns width and height of the large one. Raises `PhotoError`."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(source, formats=FORMATS) as opened:
            if opened.format in {"JPEG", "MPO"}:
                opened.draft("RGB", (SIDES[LARGE], SIDES[LARGE]))
            picture = _upright(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoError("too_large") from None
    except (OSError, SyntaxError, ValueError, TypeError, EOFError):
        raise PhotoError("no_photo") from None
    if min(picture.size) < LEAST:
        raise PhotoError("too_small")
    sizes = [_write(picture, side, folder / name) for name, side in SIDES.items()]
    return sizes[0]


def _upright(opened: Image.Image) -> Image.Image:
    """Decode a picture: the way up that its metadata says, its colours as screens show them, on white."""
    profile = opened.info.get("icc_profile")
    turned = ImageOps.exif_transpose(opened)
    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        over = turned.convert("RGBA")
        turned = Image.new("RGB", over.size, "white")
        turned.paste(over, mask=over.getchannel("A"))
    elif profile and turned.mode == "RGB":
        turned = _in_srgb(turned, profile)
    return turned.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Bring the wide colours of a phone's camera into those of the web; a profile that is none is passed over."""
    try:
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, theirs, ImageCms.createProfile("sRGB")) or picture
    except (ImageCms.PyCMSError, OSError):
        return picture


def _write(picture: Image.Image, side: int, target: Path) -> tuple[int, int]:
    """Write one size; a fresh image takes no metadata along."""
    fresh = Image.new("RGB", picture.size)
    fresh.paste(picture)
    fresh.thumbnail((side, side), Image.Resampling.LANCZOS)
    fresh.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return fresh.size
