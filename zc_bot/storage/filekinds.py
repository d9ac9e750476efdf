"""What a file is by its content: of what people attach, a name alone says nothing."""

from __future__ import annotations

from pathlib import PurePath

_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_HEAD = 1024
"""A PDF's mark stands within the first so many bytes (ISO 32000, annex H.3.4.1)."""


def endings_of(content: bytes) -> tuple[str, ...]:
    """Return the endings that a photo's or PDF's name may have, the usual one first; none for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return ".jpg", ".jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return (".png",)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return (".webp",)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        return ".heic", ".heif"
    # What begins as a program stays one, whatever stands behind its beginning.
    is_program = content.startswith((b"MZ", b"\x7fELF", b"#!", b"PK"))
    return (".pdf",) if b"%PDF-" in content[:_HEAD] and not is_program else ()


def honest_name(content: bytes, name: str) -> str | None:
    """Give a photo or PDF the ending of its content: a PDF named 证明.jpg is 证明.jpg.pdf. None for anything else."""
    endings = endings_of(content)
    if not endings:
        return None
    return name if PurePath(name).suffix.lower() in endings else f"{name}{endings[0]}"
