"""A follow-up that says little, said in full: 总的呢 after a part, 分别差多少 after a list, 没有就看24年的."""

from __future__ import annotations

import re

from zc_bot.parsing.accounting import begins_with_them
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning

_LONGER = re.compile("(?:拉长|拉長|延长|延長|扩大|扩|拉|放宽|加长)(?:到|成|至|为)(?:近)?([0-9两三四五六七八九十]+)年")
"""拉长到五年: the last so many years."""
_OR_ELSE = re.compile(
    "^(?:要是|如果)?(?:没有|没报|没数|还没报|没得)(?:的话)?[，, ]?(?:就|那就|那)(?:看看?|给|查|用|要)(?=.)"
)
"""没有就看24年的: instead of what there was none of."""
_WHEN_WAS_IT = re.compile(
    "(?:那|这)?(?:都)?是?(?:什么时候|啥时候|何时|哪天|哪一天|几号|几时)(?:的事|报|填|审|交)?(?:上来)?的?[呀啊呢吗?？。]*$"
    "|(?P<latin>(?:and )?when (?:was|were) (?:that|it|this|they)(?: [a-z]+)?[?.]?$)", re.IGNORECASE
)
"""Asked of who reported and reviewed a figure, which says when."""
_THE_WHOLE = re.compile(
    "(?:那|那么)?(?:总的|总量|总数|总额|总共|合计|全部的)(?:呢|是?多少|有?多少)?[?？。]?$"
    "|(?:and )?(?:the )?(?:total|whole)[?.]?$", re.IGNORECASE
)
_ITS_UNIT = re.compile(
    "(?:那|它的?)?(?:计量)?(?:单位是?(?:什么|啥|多少|万元还是亿元)|什么单位|啥单位)[的呢呀啊?？。]*"
    "|(?P<latin>(?:and )?what(?: is|'s|s)? (?:the |its )?unit[?.]?)", re.IGNORECASE
)
"""Asked of a figure, whose term says it."""
_WHOSE = re.compile(
    "(?:那|都|又|分别|各)*(?:是|归|属于?)+(?:哪|谁)[^社]*$|who(?:s| is| are)? (?:in charge|responsible)[^a-z]*$"
)
"""Asked of those that were listed, without a word for them: 归哪个区管."""
_EACH_OF_THOSE = re.compile("^(?:分别|各自|各(?![社区家县个年类项]))")


_ITS_PARTS = re.compile(
    "(?:那|它的?|这个?|这里的?)?(?:的)?(?:分[子母](?:[和跟与]分[子母])?)(?:是|指|取)?的?(?:什么|啥|哪个|哪项|谁)?[的呢呀啊?？。]*"
    "|(?P<latin>(?:and )?(?:what(?: is|'s|s)? )?(?:the |its )(?:de)?nominator[?.]?"
    "|(?:and )?(?:what(?: is|'s|s)? )?(?:the |its )numerator[?.]?)", re.IGNORECASE
)
"""Asked of a share, whose term says it."""


def in_full(text: str, context: Meaning, lexicon: Lexicon) -> str | None:
    """Say in full what a follow-up leaves out; None for one that can be read as it is."""
    if (rest := _OR_ELSE.sub("", text)) != text:
        return rest
    if (longer := _LONGER.sub(r"近\1年", text)) != text:
        return longer
    if context.intent == "provenance" and (when := _WHEN_WAS_IT.match(text.strip())):
        return "who reported it" if when["latin"] else "谁报的"
    if lists(context) and _EACH_OF_THOSE.match(text):
        return f"它们{text}"
    if len(context.metrics) == 1 and (unit := _of_its_term(text, context, lexicon)) is not None:
        name = lexicon.programme.measure[context.metrics[0]].name
        return f"what does {name.en} mean" if unit["latin"] else f"{name.zh}是什么意思"
    whole = _whole_of(text, context, lexicon)
    return None if whole is None else f"那{whole}呢"


def _of_its_term(text: str, context: Meaning, lexicon: Lexicon) -> re.Match[str] | None:
    """Find what asks for the unit of a figure, or of a share for its parts: 这个分母是什么."""
    derived = lexicon.programme.derivation.get(context.metrics[0])
    parts = _ITS_PARTS.fullmatch(text.strip()) if derived is not None and derived.denominator else None
    return parts or _ITS_UNIT.fullmatch(text.strip())


def lists(context: Meaning) -> bool:
    """Tell whether a question listed communities that fulfil something, if any."""
    chooses = context.query is None or context.query.ask in {"places", "count"}
    return context.intent == "filter" and chooses and not context.communities


def is_of_nobody(meaning: Meaning, before: Meaning | None, folded: str) -> bool:
    """Tell whether it is asked who answers for those that were listed where none were, and would be of all."""
    if before is None or not lists(before) or before.found or meaning.communities:
        return False
    whose = _WHOSE.match(folded) is not None
    return meaning.intent in {"directory", "person"} and (whose or begins_with_them(folded))


def _whole_of(text: str, context: Meaning, lexicon: Lexicon) -> str | None:
    """Name what the one figure spoken of is a part of, where the whole is asked for: 高新产值多少, 总的呢."""
    if context.intent != "value" or len(context.metrics) != 1 or not _THE_WHOLE.match(text.strip()):
        return None
    wholes = {one.denominator for one in lexicon.programme.derived if one.numerator == context.metrics[0]}
    (whole,) = wholes if len(wholes) == 1 else (None,)
    return None if whole is None else lexicon.programme.measure[whole].name.zh
