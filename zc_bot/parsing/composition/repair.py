"""A line that corrects itself is read as it was put right: 同创2023年不对2024年的高新占比, 2023 - no wait, 2024.

What is said instead, the repair, takes the place of the last thing of its kind before the editing term.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from zc_bot.parsing.composition.compose import is_harmless
from zc_bot.parsing.composition.spans import Span, cut, fold
from zc_bot.parsing.language import matching, phrases
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.pending import compile_later

_KINDS = (("place", "zone"), ("metric",), ("years",), ("view",))
"""What may be said instead of something of the same kind."""
_DENIES = re.compile("[| ]+(?:而)?不是")
"""不是 with nothing behind it before the next word: what follows is denied, not meant."""
_ONLY_AFTER_STOP = ("不是", "更正", "correction")


def repaired(text: str, lexicon: Lexicon, today: date) -> str | None:
    """Return the line as its speaker wanted it; None where nothing in it is said instead of something else."""
    folded = fold(text)
    meant = _not_asked(folded, lexicon, today) or _the_year_before_it(folded) or _one_or_the_other(folded)
    if meant is not None:
        return meant
    found = list(_EDITING_TERMS.finditer(folded))
    if not found:
        return None
    term = found[-1]
    said, repair = cut(folded[: term.start()], lexicon, today), folded[term.end() :]
    if _DENIES.fullmatch(term[0]):
        return _without_denied(folded, said, cut(repair, lexicon, today), term)
    first = next((span for span in cut(repair, lexicon, today) if _kind(span) is not None), None)
    if first is None or not said:
        return None
    alike = (one for one in reversed(said) if _kind(one) == _kind(first))
    wrong = next(alike, said[-1] if not said[-1].edges else None)
    if wrong is None:
        return None
    between = folded[wrong.end : term.start()].strip(" |")
    return f"{folded[: wrong.start]}{between}{'|' if between else ''}{repair}".replace("|", "，").strip("，")


def _without_denied(folded: str, said: Sequence[Span], denied: Sequence[Span], term: re.Match[str]) -> str | None:
    """Leave out what is only said not to be meant: 通州区，不是通州湾."""
    kinds = {_kind(span) for span in denied} - {None}
    only = len(denied) == 1 or all(_kind(span) is not None or is_harmless(span) for span in denied)
    if len(kinds) != 1 or not only or not kinds & {_kind(span) for span in said}:
        return None
    return folded[: term.start()].replace("|", "，").strip("，")


def _not_asked(folded: str, lexicon: Lexicon, today: date) -> str | None:
    """Leave out what is said not to be asked, before what is: 不是问产值是问从业人员."""
    match = _ASKED_INSTEAD.search(folded)
    if match is None:
        return None
    denied, meant = (cut(match[part], lexicon, today) for part in ("denied", "meant"))
    kinds = {_kind(span) for span in denied if not is_harmless(span)}
    if len(kinds) != 1 or None in kinds or not kinds & {_kind(span) for span in meant}:
        return None
    said = folded[: match.start()]
    known = [span for span in cut(said, lexicon, today) if span.edges and not is_harmless(span)]
    return (said + "|" if known else "").replace("|", "，") + match["meant"].replace("|", "，")


def _one_or_the_other(folded: str) -> str | None:
    """Read 如皋人多还是海门人多 as which of the two has more: what both sides end with is what is compared."""
    match = _OR.search(folded)
    if match is None:
        return None
    one, other = match["one"], match["other"]
    shared = 0
    while shared < min(len(one), len(other)) - 1 and one[-1 - shared] == other[-1 - shared]:
        shared += 1
    what = one[len(one) - shared :]
    what = "人数" if what == "人" else what
    both = f"{one[: len(one) - shared]}和{other[: len(other) - shared]}{what}"
    said = f"{folded[: match.start()]}{both}哪个{match['how']}{folded[match.end() :]}"
    return said.replace("|", "，")


_OR = re.compile("(?P<one>[^|]{2,24}?)(?P<how>[多少高低大小快慢好])还是(?P<other>[^|]{2,20}?)(?P=how)(?=$|[|啊呀呢])")


def _the_year_before_it(folded: str) -> str | None:
    """Take 上一年 in a second question for the year before the one that was named: 2024年排第几？上一年呢."""
    named = {*re.findall("20[0-9]{2}", folded)}
    match = re.search("[|](?:那|那么)?(上一年|前一年|上年|上一年度)(?:度|的)?(?=呢|是|排|又|多少|$)", folded)
    if match is None or len(named) != 1:
        return None
    year = int(named.pop()) - 1
    return f"{folded[: match.start(1)]}{year}年{folded[match.end(1) :]}".replace("|", "，")


_SAY = "(?:问|要问|要|看|查|说|指|找|想问)"
_ASKED_INSTEAD = re.compile(
    f"(?:我)?不是(?:{_SAY})?(?P<denied>[^|]{{1,14}}?)[| ]*(?:而|我)?(?:是|就是){_SAY}(?P<meant>.+)"
)


def _kind(span: Span) -> tuple[str, ...] | None:
    return next((kind for kind in _KINDS if span.any(*kind)), None)


def _editing_terms() -> str:
    """Return what stands between what was said and what is said instead; some words are one only after a stop."""
    words = phrases("follow.correction")
    sure = matching(word for word in words if not word.endswith("是") and word not in _ONLY_AFTER_STOP)
    begins = "(?:哦|噢|啊|哎|呃|oh |er )?"
    return rf"(?:[| ]+{begins}(?:{matching(words)})|{begins}(?:{sure}))(?:了|的)?[| ]*(?:应该是|是)?"


_EDITING_TERMS = compile_later(_editing_terms)
