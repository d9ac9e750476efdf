"""What is folded by the short way is folded as by the long one."""

from __future__ import annotations

import re
from pathlib import Path

from zc_bot.parsing.normalize import _PLAIN, _SHORT_SPAN, _SPANNED, _folded

CORPUS = Path(__file__).parents[1] / "corpus"


def plain_texts() -> set[str]:
    """Return every run of characters and digits that the corpora hold, and every character alone."""
    files = [*CORPUS.rglob("*.txt"), *CORPUS.rglob("*.tsv")]
    runs = (run for file in files for run in re.findall(_PLAIN, file.read_text(encoding="utf-8", errors="ignore")))
    return {*runs, *map(chr, range(0x4E00, 0x9FA6)), "22到25", "22年至25各社区", "2022年"}


def test_of_characters_and_digits_alone_nothing_is_folded_but_short_years() -> None:
    texts = plain_texts()
    assert len(texts) > 25_000
    assert [text for text in texts if _folded(text) != _SHORT_SPAN.sub(_SPANNED, text)] == []
