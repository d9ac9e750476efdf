"""Words that stand where a figure could: yes and no, none, not applicable, confidential, all of it."""

from __future__ import annotations

from typing import Literal

from zc_bot.parsing.numerals import FOLD

Word = Literal["yes", "no", "none", "not_applicable", "confidential", "all"]

_WORDS: dict[Word, str] = {
    "yes": "是 有 有的 是的 已有 已建 已建成 建了 建成 已建立 已出台 对 √ ✓ ✔ yes y true",
    "no": "否 不是 未建 没建 未建成 尚未 还没 未出台 × ✗ no n false",
    "none": "没有 没 无 一个也没有 一家也没有 none nil",
    "not_applicable": "不适用 不涉及 n/a na not-applicable",
    "confidential": "保密 涉密 不公开 不便公开 机密 confidential secret",
    "all": "全覆盖 全部覆盖 已全覆盖 实现全覆盖 全部",
}
_MEANING: dict[str, Word] = {text: word for word, texts in _WORDS.items() for text in texts.split()} | {
    "not applicable": "not_applicable",
    "full coverage": "all",
}
_ENDINGS = "。.!！了 "


def read_word(text: str) -> Word | None:
    """Read `text` as one of the words above; None if it is another text."""
    plain = text.translate(FOLD).strip().lower()
    return _MEANING.get(plain) or _MEANING.get(plain.rstrip(_ENDINGS))
