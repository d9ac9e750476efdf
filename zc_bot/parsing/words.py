"""Words that stand where a figure could: yes and no, none, not applicable, confidential, all of it."""

from __future__ import annotations

from typing import Literal

from zc_bot.parsing.numerals import FOLD

Word = Literal["yes", "no", "none", "not_applicable", "confidential", "all"]

_WORDS: dict[Word, str] = {
    "yes": (
        "是 有 有的 是的 已有 已建 已建成 建成 建成了 建了 已建立 建立了 已出台 出台了 已成立 成立了 已设立 设立了"
        " 已具备 具备 已建成投用 建成投用 已投用 已投入使用 投入使用 已运行 已上线 已配备 齐全 都有 均有 全有"
        " 建好了 建好 已建好 早有 早就有 早就有了 去年就有 去年就有了 一直有 已健全"
        " 对 √ ✓ ✔ ☑ yes y true"
    ),
    "no": (
        "否 不是 未建 没建 未建成 没建成 尚未 还没 还没有 尚未建成 尚未建立 尚未出台 尚未成立 未建立 没建立"
        " 未出台 没出台 未成立 没成立 未设立 没设立 未具备 不具备 没有了 都没有 均无 × ✗ ☒ no n false"
    ),
    "none": "没有 没 无 一个也没有 一家也没有 一个没有 一家没有 一个都没有 一家都没有 一人没有 none nil",
    "not_applicable": "不适用 不涉及 n/a na not-applicable",
    "confidential": (
        "保密 涉密 涉密不便提供 涉密不便公开 涉密不能提供 不公开 不便公开 不便提供 不宜公开 机密 confidential secret"
    ),
    "all": "全覆盖 全部覆盖 已全覆盖 实现全覆盖 已实现全覆盖 全部",
}
_MEANING: dict[str, Word] = {text: word for word, texts in _WORDS.items() for text in texts.split()} | {
    "not applicable": "not_applicable",
    "full coverage": "all",
}
_ENDINGS = "。.!！了 "


WORDS: dict[str, Word] = dict(_MEANING)
"""Every such word with what it means."""


def read_word(text: str) -> Word | None:
    """Read `text` as one of the words above; None if it is another text."""
    plain = text.translate(FOLD).strip().lower()
    return _MEANING.get(plain) or _MEANING.get(plain.rstrip(_ENDINGS))
