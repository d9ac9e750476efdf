"""Files that were sent, up and down, kept in memory."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.limits import check_picture

MEGABYTE = 1024 * 1024
DOWNLOAD_LIMIT = 20 * MEGABYTE
UPLOAD_LIMIT = 50 * MEGABYTE
PHOTOS = "photos"
GREY = Path(__file__).parent / "static" / "elsewhere.png"
"""Stands in the place of pictures that are not made here."""
PHOTO_LIMIT = 10 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives: its name, media type and content."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file under its id; `path` is what the Bot API serves it under, always relative."""

    file_id: str
    folder: str
    unique_id: str
    path: str
    upload: Upload

    @property
    def size(self) -> int:
        return len(self.upload.content)


class Files:
    """All files by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._small: dict[str, StoredFile] = {}

    def keep(self, folder: str, upload: Upload) -> StoredFile:
        """Store a file in `folder` (photos, documents) and return it with its ids."""
        number = len(self._by_id)
        suffix = ".jpg" if folder == PHOTOS else PurePosixPath(upload.name).suffix[:10]
        stored = StoredFile(
            f"SandboxFile{number:06d}", folder, f"Unique{number:06d}", f"{folder}/file_{number}{suffix}", upload
        )
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        return stored

    def small_of(self, stored: StoredFile) -> StoredFile:
        """Return the smallest size of a picture, the same one each time."""
        if stored.file_id not in self._small:
            small = Upload(stored.upload.name, "image/png", GREY.read_bytes())
            self._small[stored.file_id] = self.keep(PHOTOS, small)
        return self._small[stored.file_id]

    def get(self, file_id: str) -> StoredFile | None:
        """Return a file by id, None where there is none."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """Return a file by the path that getFile gave, None where there is none."""
        return self._by_path.get(path)


def image_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, JPEG or GIF; raise ApiError 400 for anything else."""
    for magic, measure in MEASURES.items():
        if content.startswith(magic):
            try:
                width, height = measure(content)
            except (struct.error, IndexError) as error:
                raise bad_request("IMAGE_PROCESS_FAILED") from error
            check_picture(width, height)
            return width, height
    raise bad_request("IMAGE_PROCESS_FAILED")


def _png_size(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _gif_size(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", content, 6)
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Walk the segments to the frame header, which holds the size."""
    position = 2
    while content[position + 1] not in JPEG_FRAMES:
        (length,) = struct.unpack_from(">H", content, position + 2)
        position += 2 + length
    height, width = struct.unpack_from(">HH", content, position + 5)
    return width, height


JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
MEASURES: dict[bytes, Callable[[bytes], tuple[int, int]]] = {
    b"\x89PNG": _png_size,
    b"GIF8": _gif_size,
    b"\xff\xd8": _jpeg_size,
}
