"""The communities by the short names that fit a picture or a line over many of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from zc_bot.policy.programme import Programme
from zc_bot.texts.catalog import Lang

_kept: dict[Lang, tuple[Programme, Mapping[str, str]]] = {}
"""The names of the programme that was asked for last: a process works with one."""


def short_names(programme: Programme, lang: Lang) -> Mapping[str, str]:
    """Name the communities without the ending that most of them share (众创社区), where they stay apart so."""
    kept = _kept.get(lang)
    if kept is None or kept[0] is not programme:
        kept = _kept[lang] = programme, _short_names(programme, lang)
    return kept[1]


def _short_names(programme: Programme, lang: Lang) -> dict[str, str]:
    names = tuple(found.name(lang) for found in programme.communities)
    aliases = tuple(tuple(alias.text for alias in found.aliases) for found in programme.communities)
    return dict(zip(programme.community, _shortened(names, aliases), strict=True))


@lru_cache(maxsize=8)
def _shortened(names: tuple[str, ...], aliases: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    ending = _shared_ending(names)
    cut = tuple(_cut(name, ending, others) for name, others in zip(names, aliases, strict=True))
    return cut if len(set(cut)) == len(cut) else names


def _cut(name: str, ending: str, aliases: Iterable[str]) -> str:
    """Cut the ending off; a name without it is called by an alias that it begins with."""
    if ending and name.endswith(ending):
        return name.removesuffix(ending)
    beginnings = (alias for alias in aliases if name.startswith(alias) and len(alias) > 1)
    return max(beginnings, key=len, default=name)


def _shared_ending(names: Sequence[str]) -> str:
    """Find the longest ending that more than half of the names share, of whole words where there are words."""
    endings = Counter(
        name[at:] for name in names for at in range(1, len(name)) if not name.isascii() or name[at] == " "
    )
    return max((ending for ending, count in endings.items() if count * 2 > len(names)), key=len, default="")
