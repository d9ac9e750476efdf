"""Persons who are named in what is meant for the page: by surname, given name and what they are."""

from __future__ import annotations

import re

from zc_bot.chat.showing.draft import Draft
from zc_bot.parsing.language import alternatives, phrases, written
from zc_bot.parsing.pending import compile_later

_HAN = "[\u4e00-\u9fff]"
_GIVEN = f"(?![某的了和与及]){_HAN}"
_GIVEN_THERE = f"(?![某的了和与及有为在名位个余级届校所院部委会区市县省镇乡局处科室大]){_HAN}"
_LEADS = r"(?<![\u4e00-\u9fffA-Za-z0-9])|(?<=[请由陪])|(?<=公司)|(?<=集团)|(?<=科技)|(?<=大学)"
_COUNTED = "(?<![0-9一二两三四五六七八九十几多每])"
_AFTER = r"(?=[到出讲说在为带宣参主致来率视调作表介指剪揭签就与和，。、；,.;:\s)）]|$)"
"""What follows somebody's name behind what they are: 董事长张三到场."""


def _named() -> str:
    """Write the pattern of a name beside what somebody is; a bare surname counts where it begins no other word."""
    title = "(?:常务|执行|名誉|首席|特聘|副){0,2}(?:<title>)"
    surname = f"{_COUNTED}(?!董事)(?:<surname>)"
    there = f"(?:{_LEADS})(?:<surname_there>)"
    before = f"(?:{surname}(?:{_GIVEN}){{0,2}}?|{there}(?:{_GIVEN_THERE}){{1,2}}?)[ (（]?{title}"
    behind = f"(?:<title>){surname}(?:{_GIVEN}){{1,2}}?{_AFTER}"
    english = r"(?-i:\b(?:Mr|Ms|Mrs|Miss|Dr|Prof|Professor|Academician|Madam)\.? [A-Z][a-z]+(?: [A-Z][a-z]+)?)"
    return written(
        f"{before}|{behind}|{english}", "show", surname=alternatives("told.surname"),
        surname_there=alternatives("order.surname_there"),
    )


_NAMED = compile_later(_named)
_NO_NAME = compile_later(lambda: "|".join(map(re.escape, phrases("show.no_name"))))


def named_in(draft: Draft) -> str:
    """Return whoever is named in any text of what is put together, beside what they are; '' for nobody."""
    texts = (*(draft.given.get(one, "") for one in ("name", "what", "place", "milestone")),
             *(one.caption for one in draft.photos))
    return next(filter(None, map(person_in, texts)), "")


def person_in(text: str) -> str:
    """Return the first person whom a text plausibly names, as it stands there; '' for nobody."""
    plain = _NO_NAME.sub(lambda match: "_" * len(match[0]), text)
    found = _NAMED.search(plain)
    return "" if found is None else text[found.start() : found.end()].strip()
