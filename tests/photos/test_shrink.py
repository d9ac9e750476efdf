"""A photo is made ready by a process of its own: upright, in two sizes, and with nothing but the picture in it."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.photos.pictures import DEVICE, TURNED_RIGHT, jpeg, noise, opened, png, scene, webp
from zc_bot.photos import PhotoError
from zc_bot.photos.apart import MAX_BYTES
from zc_bot.storage import attachments
from zc_bot.tg.files import keep_photo, shrink_apart

RED = (230, 20, 20)


def is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 40 for one, other in zip(pixel, RED, strict=True))


async def test_both_sizes_are_made_and_neither_is_larger_than_it_was() -> None:
    made = await shrink_apart(jpeg())
    assert (made.width, made.height) == opened(made.large).size == (1600, 1200)
    assert opened(made.small).size == (480, 360)
    small = await shrink_apart(jpeg(scene(300, 200)))
    assert opened(small.large).size == opened(small.small).size == (300, 200)


async def test_a_photo_held_upright_is_shown_upright() -> None:
    made = await shrink_apart(jpeg(orientation=TURNED_RIGHT))
    shown = opened(made.large)
    assert shown.size == (1200, 1600)
    assert is_red(shown.getpixel((shown.width - 20, 20))), "the corner went to the right"
    assert not is_red(shown.getpixel((20, 20)))


async def test_nothing_tells_where_or_by_what_it_was_taken() -> None:
    sent = jpeg()
    assert DEVICE.encode() in sent
    assert opened(sent).getexif().get_ifd(0x8825), "the picture sent says where"
    made = await shrink_apart(sent)
    for content in (made.large, made.small):
        assert not opened(content).getexif()
        assert set(opened(content).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive",
                                             "progression"}
        assert DEVICE.encode() not in content
        assert b"named person" not in content
        assert b"Exif" not in content


async def test_the_largest_photo_that_telegram_hands_out_is_made_ready() -> None:
    sent = jpeg(noise(5200, 3900))
    assert 10 * 1024 * 1024 < len(sent) <= MAX_BYTES
    made = await shrink_apart(sent + bytes(MAX_BYTES - len(sent)))
    assert opened(made.large).size == (1600, 1200)
    assert len(made.large) < 2 * 1024 * 1024


async def test_webp_is_taken_too() -> None:
    made = await shrink_apart(webp())
    assert (opened(made.large).format, opened(made.large).size) == ("JPEG", (900, 600))
    assert is_red(opened(made.large).getpixel((20, 20)))


async def test_what_is_transparent_is_white() -> None:
    picture = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    made = await shrink_apart(png(picture))
    assert opened(made.large).getpixel((50, 50)) == (255, 255, 255)


def bomb() -> bytes:
    """Make a PNG of a few bytes that says it has ten thousand million pixels."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = (100_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"this is a text", "no_photo"),
        (b"", "no_photo"),
        (b"GIF89a" + bytes(100), "no_photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no_photo"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n", "no_photo"),
        (jpeg()[:2000], "no_photo"),
        (b"MZ" + jpeg(), "no_photo"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(1000), "no_photo"),
        (jpeg(scene(40, 40)), "too_small"),
        (bomb(), "too_large"),
    ],
    ids=["text", "nothing", "gif", "svg", "postscript", "cut off", "program", "heic", "tiny", "bomb"],
)
async def test_what_is_no_photo_is_refused_and_says_why(content: bytes, code: str) -> None:
    with pytest.raises(PhotoError) as refused:
        await shrink_apart(content)
    assert refused.value.code == code


async def test_it_is_kept_by_hash_once(tmp_path: Path) -> None:
    first, second = [await keep_photo(jpeg(), tmp_path) for _ in range(2)]
    assert first == second
    assert first.stored is not None
    kept = first.stored
    assert set(os.listdir(tmp_path)) == {kept.large, kept.small}
    content = attachments.read(tmp_path, kept.large)
    assert content is not None
    assert len(content) == kept.large_size
    assert (await keep_photo(b"no picture", tmp_path)).error == "no_photo"
