"""What is folded by the short way is folded as by the long one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zc_bot.parsing import normalize as folding

CORPUS = Path(__file__).parents[1] / "corpus"


def plain_texts() -> list[str]:
    """Return every run of characters and digits that the corpora hold, and every character alone."""
    files = [*CORPUS.rglob("*.txt"), *CORPUS.rglob("*.tsv")]
    texts = (file.read_text(encoding="utf-8", errors="ignore") for file in files)
    runs = {run for text in texts for run in re.findall(folding.PLAIN, text)}
    return sorted({*runs, *map(chr, range(0x4E00, 0x9FA6)), "22到25", "22年至25各社区", "2022年"})


def test_characters_and_digits_alone_are_folded_as_everything_is(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = plain_texts()
    assert len(texts) > 25_000
    by_the_short_way = [folding.normalize(text) for text in texts]
    monkeypatch.setattr(folding, "PLAIN", re.compile("(?!)"))
    assert by_the_short_way == [folding.normalize(text) for text in texts]
    assert folding.normalize("22到25") == "2022到2025年"
