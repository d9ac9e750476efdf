"""A reporter's own communities, in their own words: 我们两家, 我这块儿, 咱区, my two communities, which of mine.

They take the place of the words for them before anything is read, so that whatever a name can be a part of they can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.phrases import community_label
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

_SO_MANY = {"两": 2, "俩": 2, "二": 2, "三": 3, "四": 4, "五": 5, "two": 2, "both": 2, "three": 3, "four": 4}
_WE = compile_later(
    "(?P<we>(?:我们|咱们|俺们|咱|我)(?:自己)?(?:的)?(?:这|那)?"
    "(?:(?P<n>[两俩二三四五])(?:家|个社区|个|社区)?(?:众创社区|社区)?|(?:几家|几个)(?:社区)?"
    "|区县?|县|园区|社区|单位|家|片区?|块儿?|边|里|儿|辖区|这里|名下|手上|手里|手头|负责的|管的|这摊)"
    "|(?:我们|咱们|俺们)(?:自己)?(?:的)?|本(?:区|社区|园区|县|辖区|单位))(?!域)"
)
"""Who speaks of their own; bare 我 is anybody."""
_I = compile_later("(?P<we>我)(?=[^，。,]{0,8}?(?:报|交|填)(?:的|上来|上去))")
_MINE = compile_later(
    "(?P<we>(?<![a-z])(?:(?:all )?of )?(?:my|our) (?:own )?(?:(?P<n>two|both|three|four) )?"
    "(?:communities|community|ones|places|districts?|areas?)(?:['\u2019]s?)?(?![a-z])"
    "|(?<![a-z])(?:my|our) (?P<m>two|three|four)(?![a-z])|(?<=of )(?:mine|ours)(?![a-z]))"
)
_MY = compile_later("(?P<we>(?<![a-z])(?:my|our)(?= ))")
_NOT_OURS = compile_later("^(?:想|要|问|看|知道|可以|能|需|得|应|该|怎|如何|咋|都?没法|全市|市|南通|省|国|领导|局)")
_DEEDS = compile_later(
    "怎么(?!样)|如何|咋(?!样)|能不能|可以|能否|可否|撤|(?<![a-z])(?:how (?:do|can|to)|can i)(?![a-z])"
)
"""How something is done is asked of nobody's figures."""


@dataclass(frozen=True, slots=True)
class Named:
    """A text with names in the place of the words for one's own; and without those words, where it names them too."""

    text: str
    without: str


def with_own_names(text: str, own: Sequence[str], programme: Programme, figures: bool) -> Named | None:
    """Put the names of one's own communities into a text; None where it speaks of none, or of another number.

    figures: the text names some, so that my headcount is meant, and no reminder of mine.
    """
    if not own or _DEEDS.search(text) is not None:
        return None
    latin = text.isascii()
    found = _in_english(text.lower(), figures) if latin else (_WE.search(text) or _I.search(text))
    if found is None:
        return None
    groups = found.groupdict()
    number = groups.get("n") or groups.get("m")
    if number is not None and _SO_MANY[number] != len(own):
        return None
    if not latin and _NOT_OURS.match(text[found.end() :]):
        return None
    joined = " and " if latin else "和"
    names = joined.join(community_label(programme, code, "en" if latin else "zh") for code in own)
    said = text[found.start() : found.end()]
    kept = f"of {names}" if said.lower().startswith("of ") else names
    before, after = text[: found.start()], text[found.end() :]
    return Named(f"{before}{kept}{after}", f"{before}{after}")


def _in_english(text: str, figures: bool) -> re.Match[str] | None:
    return _MINE.search(text) or (_MY.search(text) if figures else None)
