"""Makes `data/language/traditional.txt` out of OpenCC's tables: `python -m tests.parsing.traditional`.

Most texts have no such character, and without one OpenCC and its 5 MB need not be loaded.
"""

from __future__ import annotations

from opencc import OpenCC

from zc_bot.parsing.normalize import TRADITIONAL

HEAD = """\
# Characters that OpenCC (Apache 2.0) changes when it turns Traditional Chinese into Simplified, by themselves or in a
# word. Made by `python -m tests.parsing.traditional`. Beyond the Basic Multilingual Plane any may be one.
"""
IN_WORDS = "沈瞭藉衹"
"""What changes only in some words of its table (TSPhrases.txt), as 沈 in 沈默; 覆 and 坏 do too, but are everyday."""
WIDTH = 100


def made() -> str:
    """Return the whole file."""
    convert = OpenCC("t2s").convert
    plane = (chr(code) for code in range(0x80, 0x10000) if not 0xD800 <= code < 0xE000)
    found = "".join(char for char in plane if char in IN_WORDS or convert(char) != char)
    return HEAD + "".join(f"{found[at : at + WIDTH]}\n" for at in range(0, len(found), WIDTH))


if __name__ == "__main__":
    TRADITIONAL.write_text(made(), encoding="utf-8")
