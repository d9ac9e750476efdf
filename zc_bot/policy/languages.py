"""The languages that the bot speaks: one table, from which commands, buttons, menus and pages follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
CALLED: Mapping[Lang, tuple[str, ...]] = {
    "zh": ("中文", "汉语", "简体", "chinese", "zh-cn"),
    "en": ("English", "英文", "英语", "eng"),
}
"""What each is called: its own name first, as its button says it."""


def language_of(code: str | None) -> Lang:
    """Return the language of a code such as `en-GB`; the first one for a code of none."""
    begins = (code or "").lower().replace("_", "-").partition("-")[0]
    return next((lang for lang in LANGS if lang == begins), LANGS[0])


def path_of(lang: Lang) -> str:
    """Return where the pages of a language lie on the page: `en/`, the first language's beside it."""
    return "" if lang == LANGS[0] else f"{lang}/"
