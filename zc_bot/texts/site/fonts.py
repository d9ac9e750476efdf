"""A font with just the characters of a page, for a browser on a device that has no Chinese one.

Run as a program it cuts the package's font down to what comes in, so that the process that serves pages holds none of
it: a page's font weighs about 140 bytes a character.
"""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

from zc_bot.parsing.pending import compile_later

FONT = Path(__file__).parents[2] / "assets" / "NotoSansSC-Regular.otf"
_CHINESE = compile_later("[\u3000-\u9fff\uff00-\uffef]")
_ON_DEVICES = (
    "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
    "HarmonyOS Sans SC", "MiSans",
)
"""Taken where a device has one of them. It stands first and for Chinese alone: behind the system's own font some
texts stay boxes in Chromium although the page's font has come."""
_STYLE = """@font-face {{ font-family: "ZC Page"; font-display: swap; \
src: {local}, url("{name}.woff2") format("woff2"); unicode-range: U+3000-9FFF, U+FF00-FFEF; }}
"""


def characters(html: str) -> str:
    """Return the Chinese characters of a page, each once, in their order."""
    return "".join(sorted(set(_CHINESE.findall(html))))


def name_of(chars: str) -> str:
    """Name the font that has these characters."""
    return hashlib.sha256(chars.encode()).hexdigest()[:16]


def style(name: str) -> str:
    """Return the style sheet that brings a font."""
    return _STYLE.format(name=name, local=", ".join(f'local("{one}")' for one in _ON_DEVICES))


def cut_down(chars: str) -> bytes:
    """Cut the package's font down to some characters, as WOFF2."""
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=[], hinting=False, name_IDs=[], notdef_outline=False)
    font = subset.load_font(str(FONT), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=chars)
    cutter.subset(font)
    made = io.BytesIO()
    subset.save_font(font, made, options)
    return made.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(cut_down(sys.stdin.buffer.read().decode()))
