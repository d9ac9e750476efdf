"""What is folded by the short way is folded as by the long one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zc_bot.parsing import normalize as folding
from zc_bot.parsing.spelt import in_digits

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


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("six thousand nine hundred and twenty", "6920"), ("3 thousand 1 hundred", "3100"),
        ("two million three hundred thousand", "2300000"), ("a thousand and one", "1001"),
        ("forty-five million", "45 million"), ("3 thousand and 4 thousand", "3 thousand and 4 thousand"),
        ("3 thousand, 120 start-ups", "3 thousand, 120 start-ups"),
        ("three thousand and two parks", "3 thousand and two parks"),
        ("3 thousand 100 thousand", "3 thousand 100 thousand"),
    ],
)
def test_what_is_spelt_out_is_one_number_where_its_scales_fall(typed: str, digits: str) -> None:
    assert in_digits(typed) == digits
