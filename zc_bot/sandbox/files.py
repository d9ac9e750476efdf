"""Files that were sent, up and down, kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zc_bot.sandbox.pictures import sizes_of

MEGABYTE = 1024 * 1024
DOWNLOAD_LIMIT = 20 * MEGABYTE
UPLOAD_LIMIT = 50 * MEGABYTE
PHOTOS, JPEG = "photos", "image/jpeg"
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


@dataclass(frozen=True, slots=True)
class PhotoSize:
    """One size of a stored picture, with its width and height in pixels."""

    stored: StoredFile
    width: int
    height: int


class Files:
    """All files by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._photos: dict[str, Sequence[PhotoSize]] = {}
        """The sizes of a picture by the id of each."""

    def keep(self, folder: str, upload: Upload) -> StoredFile:
        """Store a file in `folder` (photos, documents) and return it with its ids."""
        number = len(self._by_id)
        suffix = ".jpg" if folder == PHOTOS else PurePosixPath(upload.name).suffix[:10]
        stored = StoredFile(
            f"SandboxFile{number:06d}", folder, f"Unique{number:06d}", f"{folder}/file_{number}{suffix}", upload
        )
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        return stored

    def keep_photo(self, upload: Upload, most: int) -> Sequence[PhotoSize]:
        """Store a picture in Telegram's sizes, each with ids of its own, the smallest first.

        most: the longer side of the largest, in pixels. Raises ApiError 400 for what is no picture.
        """
        made = [
            PhotoSize(self.keep(PHOTOS, Upload(upload.name, JPEG, each.content)), each.width, each.height)
            for each in sizes_of(upload.content, most)
        ]
        self._photos |= {each.stored.file_id: made for each in made}
        return made

    def photo(self, file_id: str) -> Sequence[PhotoSize]:
        """Return all sizes of a stored picture by the id of any of them."""
        return self._photos[file_id]

    def get(self, file_id: str) -> StoredFile | None:
        """Return a file by id, None where there is none."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """Return a file by the path that getFile gave, None where there is none."""
        return self._by_path.get(path)
