"""An address as a QR code."""

from __future__ import annotations

import io

import segno


def qr_png(url: str) -> bytes:
    """Draw an address for a chat: modules of 8 pixels, with the quiet zone of four that a camera needs."""
    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="png", scale=8, border=4)
    return drawn.getvalue()


def qr_svg(url: str) -> bytes:
    """Draw an address for a page, where a margin is around it already."""
    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", scale=4, border=2, xmldecl=False, omitsize=False)
    return drawn.getvalue()
