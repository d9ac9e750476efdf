"""A follow-up that says little, said in full: 总的呢 after a part, 分别差多少 after a list, 没有就看24年的."""

from __future__ import annotations

import re

from zc_bot.parsing.accounting import begins_with_them
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.numerals import read_numeral
from zc_bot.policy.programme import Programme

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


_SHORT_YEAR = re.compile(
    "(?:那|那么|还有|再看|换)?(?P<digits>一[五六七八九]|二[〇零一二三四五六七八九]|[12][0-9])(?:年度?)?的?(?:呢|又?是?(?:多少|几))?[?？。]?"
)
"""二四呢, after a figure of a year."""
_YEARS_BACK = re.compile(
    "(?:那|那么|再)?(?:往前)?(?P<count>[两二三四五六七八]|[2-8])年(?:以?前|之前|前头)(?:的)?(?:呢|是?多少|怎么样)?[?？。]?"
    "|(?:and )?(?P<latin>two|three|four|five|six) years (?:before|earlier|ago|back)[?.]?", re.IGNORECASE
)
"""五年前, counted from the year that was spoken of."""
_SHARE_OF_ALL = re.compile("(?:那|那么)?(?:占比|比重|份额|占多少|占几成)(?:呢|是?多少|多大)?[?？。]?")
"""占比呢 after a sum of some communities, which has no share but that of the city."""
_SINCE_WHEN = re.compile(
    "(?:那|那么|它|该社区|这家|是)*(?:从|打|自)?(?:什么时候|啥时候|啥辰光|何时|几时|哪一?年|几几年)(?:起|开始|首次|第一次|头一回)*(?:就|才|能|都)*"
    "(?:过了?线?|达标|达到|够|够得上|满足|合格|符合|做到|开始)(?:要求)?(?:的|了|过)*[呢呀啊?？。]*"
    "|(?:and )?since when(?: is| was)?(?: it| that)?(?: so| met| ok| enough)?[?.]?"
    "|(?:and )?when did it (?:first )?(?:meet|pass|reach|get there|make it)(?: it| that)?[?.]?", re.IGNORECASE
)
"""它啥时候开始过的, after whether one requirement is met."""
_WHICH_RULE = re.compile(
    "(?:那|那么)?(?:都|各|分别)?(?:是|卡在|差在|败在|输在|栽在)?(?:哪一?|哪几|哪些|什么)(?:条|项|个要求|方面)(?:没过|没达标|不行|上)?(?:的|了)?[呢呀啊?？。]*"
    "|(?:and |on )?which (?:one|ones|requirement|requirements|rule|rules)(?: (?:did|do) they (?:miss|fail))?[?.]?",
    re.IGNORECASE,
)
"""哪一条, after who fails any of them."""
_HELD_TOGETHER = re.compile(
    "(?:那|那么|把)?(?:这|他们|它们)?(?:[两二俩2](?:家|个|者)?)?(?:再)?(?:比一比|比一下|比下|比比|对比一下|对比|比较一下|比较|比)"
    "(?:看|看看|怎么样|如何)?(?:呢|吧)?[?？。]?"
)
"""两家比呢, after one and then another."""
_BACK_TO_THE_FIRST = re.compile(
    "(?:算了|不了|那)?[，, ]?(?:还是|换回|改回|回到)(?:看|要|问)?(?P<first>前[0-9一二三四五六七八九十]+)(?:名|家|个)?"
)
"""算了还是前三, after the last three."""
_COUNTED_IN = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def in_full(text: str, context: Meaning, lexicon: Lexicon) -> str | None:
    """Say in full what a follow-up leaves out; None for one that can be read as it is."""
    if (said := _of_the_talk(text.strip(), context, lexicon)) is not None:
        return said
    if (rest := _OR_ELSE.sub("", text)) != text:
        return rest
    if (longer := _LONGER.sub(r"近\1年", text)) != text:
        return longer
    if context.intent == "provenance" and (when := _WHEN_WAS_IT.match(text.strip())):
        return "who reported it" if when["latin"] else "谁报的"
    if lists(context) and _EACH_OF_THOSE.match(text):
        return f"它们{text}"
    if len(context.metrics) == 1 and (term := _of_its_term(text, context, lexicon)) is not None:
        name = lexicon.programme.measure[context.metrics[0]].name
        return f"what does {name.en} mean" if term["latin"] else f"{name.zh}是什么意思"
    whole = _whole_of(text, context, lexicon)
    return None if whole is None else f"那{whole}呢"


def _of_the_talk(text: str, context: Meaning, lexicon: Lexicon) -> str | None:
    """Say in full what only what was asked before tells: whose share, since when, which two are held together."""
    if (year := _year_meant(text, context, lexicon.programme)) is not None:
        return f"{year}年呢"
    failed = context.intent == "filter" and context.verdict == "not_met" and context.query is None
    if failed and not (context.requirements or context.metrics) and _WHICH_RULE.fullmatch(text):
        return "每条要求各有几家没达标"
    judged = context.intent in {"check", "value"} and len(context.communities) == 1
    metrics = _judged_by(context, lexicon) if judged and _SINCE_WHEN.fullmatch(text) else ()
    if len(metrics) == 1 and metrics[0] not in lexicon.yesno:
        programme = lexicon.programme
        place = programme.community[context.communities[0]].name.zh
        return f"{place}{programme.measure[metrics[0]].name.zh}哪年首次达标"
    if len(dict(context.mentions).get("communities", ())) > 1 and _HELD_TOGETHER.fullmatch(text):
        return "哪个高"
    back = _BACK_TO_THE_FIRST.fullmatch(text)
    if back is not None and context.ascending and len(context.metrics) == 1:
        when = f"{context.years[0]}年" if len(context.years) == 1 else ""
        return f"{when}{lexicon.programme.measure[context.metrics[0]].name.zh}{back['first']}"
    summed = context.intent == "aggregate" and bool(context.communities) and not context.whole
    of_no_share = summed and not {*context.metrics} & {*lexicon.share_codes}
    if of_no_share and _SHARE_OF_ALL.fullmatch(text):
        return "占全市多少"
    return None


def _judged_by(context: Meaning, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the metrics by which somebody was judged: those named, or those of the requirements named."""
    named = (lexicon.programme.requirement[code] for code in context.requirements)
    behind = (one.metric for requirement in named for one in requirement.conditions)
    return context.metrics or tuple(dict.fromkeys(behind))


def _year_meant(text: str, context: Meaning, programme: Programme) -> int | None:
    """Tell which year a follow-up names without saying so, after a figure of one year."""
    years = context.years or ((context.shown,) if context.shown is not None else ())
    if not years or not context.metrics:
        return None
    if len(years) == 1 and (back := _YEARS_BACK.fullmatch(text)) is not None:
        count = _COUNTED_IN[back["latin"].lower()] if back["latin"] else int(read_numeral(back["count"]) or 0)
        return years[0] - count
    short = _SHORT_YEAR.fullmatch(text)
    if short is None:
        return None
    year = 2000 + int("".join(_DIGIT.get(char, char) for char in short["digits"]))
    return year if year >= programme.first_year and not text.isdigit() else None


_DIGIT = {char: str(at) for at, char in enumerate("零一二三四五六七八九")} | {"〇": "0"}


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
