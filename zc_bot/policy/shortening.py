"""Names without the ending that most of them share (众创社区), where they stay apart so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence


def shortened(names: Sequence[str], aliases: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Cut the shared ending off every name, unless two become the same; aliases: of each, in the names' order."""
    ending = _shared_ending(names)
    cut = tuple(_cut(name, ending, others) for name, others in zip(names, aliases, strict=True))
    return cut if len(set(cut)) == len(cut) else tuple(names)


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
