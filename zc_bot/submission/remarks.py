"""What a report tells beside its figures: growth, last year's, details, dates, remarks in brackets.

Each is blanked where it stands, so that the text keeps its length. What of it is a number that is not taken is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from zc_bot.parsing.language import alternatives, phrases, written
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import find_years
from zc_bot.parsing.units import UNIT, unit_named
from zc_bot.submission.part_of_year import BEFORE_WHOLE
from zc_bot.submission.relative import ALIKE, SAME
from zc_bot.values import dataclass

BREAK, GAP = "；", " "
FEWEST_COUNTED = 2
_NUMBER = rf"[0-9][0-9.,]*(?:[ ]?(?:{UNIT}|个?百分点|个点))?"
_AFTER_FIGURE = "(?<=[0-9%亿万元人家个米平方里顷亩户名m])"
_OPEN, _CLOSE = r"[，,。；;、（( ]*", r"[)）]?"
_ENDS = r"(?=[，。；;,、）)！!\s]|$)"
_YEAR_NUMBER = "(?<![0-9.,])20[0-9]{2}(?:年|(?![0-9]))"
_PARTS = {
    "number": _NUMBER, "so_many": f"(?:{_NUMBER}|[一二两三四五六七八九十百]+[个家人名户])",
    "open": _OPEN, "close": _CLOSE, "ends": _ENDS, "figure": _AFTER_FIGURE,
    "back": written(f"(?:<earlier>|{_YEAR_NUMBER})<when>?", "told"),
}


def _told(template: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Compile a pattern of what is told; its <words> are those of `[told]`."""
    return compile_later(written(template, "told", **_PARTS), flags)


_NUMBERED = compile_later(
    r"(?m)^[ \t]*(?:[（(]?[0-9]{1,2}[)）.、．](?![0-9])|[（(]?[一二三四五六七八九十]{1,3}[)）、．.]|[①-⑳])[ \t]*"
    r"|(?<=[。；;：:])[ \t]*[一二三四五六七八九十]{1,2}、[ \t]*"
    r"|(?m:^|(?<=[。；;]))[ \t]*第[一二三四五六七八九十]{1,3}[，,、:：][ \t]*"
    r"|(?m:^|(?<=[。；;：:，,\s]))[ \t]*[一二三四五六七八九十]是(?=[\u4e00-\u9fff])"
)
_COUNTED_LINES = compile_later(r"(?m)^[ \t]*(?P<n>[1-9][0-9]?)(?=[ \t]+[\u4e00-\u9fffa-z])")
"""A number and a space before each line: of a list, where they count on."""
_BULLET = compile_later(
    r"(?m)^[ \t]*[-–—*•·●○▪■◆►▶※☆★]+[ \t]*(?=[\u4e00-\u9fffa-zA-Z])|[①-⑳][ \t]*(?=[\u4e00-\u9fffa-zA-Z])"
)
"""What marks the items of a list."""
_DAY = r"20[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?"
_CHAT_HEAD = compile_later(
    rf"(?m)^[ \t]*(?:[—=-]{{2,}}[ \t]*(?:{_DAY})?[ \t]*[—=-]{{2,}}"
    rf"|(?:[^\s0-9:，,。]{{1,12}}[ \t]*)?(?:{_DAY}[ \t]+)?(?:上午|下午)?[0-9]{{1,2}}:[0-5][0-9](?::[0-5][0-9])?"
    r"(?:[ \t]*[^\s0-9:，,。]{1,12})?)[ \t]*$"
)
"""Who said it when, in what is copied out of a chat."""
_CHAT_INLINE = compile_later(
    rf"(?m)^[ \t]*(?:\[(?:{_DAY}[ \t,，]+)?(?:上午|下午)?[0-9]{{1,2}}:[0-5][0-9](?::[0-5][0-9])?(?: ?[ap]m)?\]"
    r"[ \t]*[^\s:：\[\]]{1,12}[ \t]*[:：]"
    rf"|[^\s:：\[\]0-9]{{1,12}},? \[(?:{_DAY}[ \t,，]+)?[0-9]{{1,2}}:[0-5][0-9](?::[0-5][0-9])?\][:：]?)"
)
"""The same before what was said, on its line."""
_HASH = compile_later(r"#(?![0-9])")
"""The mark of a hashtag."""
_BEGINS = compile_later(r"\s*[（(]?(?P<n>[1-9][0-9]?)[)）.、．](?![0-9])")
"""How a list on one line begins; what follows counts on from it."""
_IN_LINE_NUMBER = compile_later(
    r"(?<=[\s：:，,。；;年亿万元人家个%里米方顷亩户名位]) *[（(]?(?P<n>[1-9][0-9]?)[.、．)）] ?(?=[\u4e00-\u9fff])"
)
_SAID_OF = compile_later("[0-9一二两三四五六七八九十百千是否有无没√✓×✗]|(?<![a-z])(?:yes|no|y|n)(?![a-z])")
_GROWTH = _told(
    "<figure><open>(?:(?:均|都|也)?(?:<against><back>(?:相?比)?(?:的?[ ]*<number>)?|<alike>)的?(?:分别|各|均|都)?"
    "(?:实际|净|有所|略有?|小幅|大幅|稳步|明显|继续|持续)?<moved>"
    "|(?<=[，,、（(])<moved>|<rate>)(?:了|约|达|为|分别)*[ ]*(?:<number>(?:[、和与及]+<number>)*)?<close><ends>"
    "|<figure>[，,、 ]*[（(]?(?:<alike>|<rate>|<against><back>)?[:： ]*[+＋↑↓−–-][ ]?[0-9.]+%<close><ends>"
)
_WHO = _told(r"(?m)^[ \t]*<surname>[\u4e00-\u9fff]{1,2}[ \t]*[:：][ \t]*$")
"""Who said it, on a line of its own: 张敏:"""
_CLOSING = _told(
    r"(?m)(?:^|(?<=[，,。；;！!]))[ \t]*(?:以上|上述)?(?:数据|数字|情况|内容|各项)?[，, ]*(?:请|敬请|烦请|麻烦)"
    r"(?:您|各位|领导|贵局|科室)*(?:予以|帮忙|帮|再)?<looks_at>(?:一下|为感|谢谢)?[ \t]*(?=[，,。；;！!]|$)"
    r"|(?i:(?:^|(?<=\n))[ \t]*(?:(?:best|kind|warm) )?(?:regards|wishes|thanks)[,.!]?[ \t]*"
    r"(?:\n?[ \t]*[a-z][a-z .]{0,30})?[ \t]*$)"
)
"""What a letter ends with: 以上请审阅; best regards, Zhang."""
_SOURCE = compile_later(r"(?m)^[ \t]*(?:source|数据来源|资料来源|来源)[ ]*[:：][^0-9\n]{1,40}$")
_OF_THE_YEAR = compile_later(
    r"(?:以上|上述)(?=(?:均|都)?(?:是|为)?20[0-9]{2}年度?(?:的)?(?:数据|数|情况)?[ \t]*(?:[，。；;\n]|$))"
)
_IN_USE = _told("<figure><open>(?:都|均|全部|也都)(?:已经?|正常)?<in_use>(?:中|了|的)?<ends>")
_WHEN_DONE = _told(
    "(?:[0-9]{1,2}月(?:份|初|中旬|底|末)?|年初|年底|年中|[上下]半年)(?=(?:就|才|已经?)?<done>了?(?:[，。；;,、！!\\s]|$))"
)
"""The month in which something was done, with no number behind it."""
_UP_FROM = _told("<figure><open><up_from>[ ]*<number><close><ends>")
"""What it was before, behind a figure: 126, up from 110."""
_GROWTH_FIRST = _told(
    "(?:(?:<against><back>(?:相比)?|同比)的?(?:实际|净|又)?(?:<moved>|新增)(?:了|约|为)?[ ]*<so_many>|<no><change>"
    "|(?:<moved>|新增|没)了?[ ]*<so_many>|<alike>?[+＋][0-9.]+%)"
    "[，, ]*(?:[到至](?=[ ]*[0-9])|(?=(?:<still>?<reaches>|<now>)[ ]*[0-9一二两三四五六七八九十]))"
)
"""Told before the figure: 同比增长8%，达到70.2亿; 没有新增，仍为2个."""
_WHAT_COUNTS = _told("<figure>[，, ]*<counts>[\u4e00-\u9fff]{1,10}<ends>")
"""Says what is counted, without a number: 5280人，含劳务派遣."""
_PAPERS = _told(
    r"(?i:<figure>[，,。；;]+[ ]*[^0-9，,。；;\n]{0,16}<paper>[^0-9，,。；;\n]{0,8}<where>[^0-9，,。；;\n]*<ends>)"
)
"""Says where the papers are: 5300人，补助资金证明材料见邮箱."""
_BY_WHOM = "<by>人(?:员)?[:： ]*[\u4e00-\u9fff]{2,4}"
_SIGNED = _told(
    f"{_BY_WHOM}(?![\u4e00-\u9fff0-9])"
    f"|(?:{_BY_WHOM}[ ,，、(（]*)?(?:<phone>?[:： ]*(?<![0-9.])(?:1[3-9][0-9]{{9}}|0[0-9]{{2,3}}-[0-9]{{7,8}})"
    "|<phone>[:： ]*[0-9]{7,12}(?:-[0-9]{1,5})?)(?![0-9])[)）]?"
)
"""Who fills the table in, and their telephone."""
_CALL = compile_later(
    r"(?m)(?:^|(?<=[，,。；;\s]))[^0-9，,。；;\n]{0,16}(?<![0-9.])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8})(?![0-9])[)）]?"
)
"""A telephone number with the words before it, of whom to call: 如有问题请联系小赵 13912345678."""
_SHARE_TOLD = _told(
    "<figure><open><share>(?:的|为|达|约|[:：])?[ ]*[0-9.]+%<close><ends>"
    r"|(?m:^[ \t]*<share>[ ]*[:：]?[ \t]*[0-9.]+%[ \t]*$)"
)
_LAST_YEAR = _told(
    "<figure><open>(?:而|比)?<back>(?:的|是|为|数|完成|数为|有)*[ ]*<number>(?:多|少)?<close><ends>"
)
_YEAR_SAID = compile_later("(?<![0-9.,])20[0-9]{2}(?=年|(?![0-9]))")
_THIS_YEAR_BEHIND = _told("<this_year>[^0-9]*$")
_EDGES = " ，,。；;、（()）"
_AS_BEFORE = _told(
    f"<figure><open>(?:均|都|也)?(?:{SAME}|<no><change>|<verdict>了?|(?:和|与|跟|同|较|比)<back>的?(?:数|水平)?(?:相比)?(?:基本)?{ALIKE}"
    "|(?:正好|大概|大约|约)?是<back>的[0-9.]+倍)<close><ends>"
)
"""Says how a figure stands to an earlier one or to its bound, without another number: 跟上年一样, 达标."""
_BEFORE_THIS_YEARS = _told(
    "<last><when>?(?:的|是|为|数|数为)*[ ]*<number>[，,；;、 ]*<this_year>(?:的|是|为|数|达到|达)*(?=[ ]*[0-9])"
)
_FROM = _told(
    "<starts>[ ]*(?:<back>的?)?[ ]*<number>[，, ]*[\u4e00-\u9fff]{0,4}?<arrives>了?(?=[ ]*[0-9])"
    "|<number>[ ]*(?:→|⇒|->|=>|—>|-->)(?=[ ]*[0-9])"
)
_MOVED_TO = compile_later(
    written(r"(?<![a-z])(?:<more>|<less>)(?: by)? [0-9][0-9.,]*[ ]?(?:%|percent)? to(?= [0-9])", "last_year"),
    re.IGNORECASE,
)
"""By how much a figure moved, before what it is: up 3% to 4,017."""
_YEAR_END = compile_later(
    r"(?:截?[至到])(?=20[0-9]{2}年(?:末|底|12月))|(?:截?[至到])?(?:年底|年末)(?=(?:[是为有共达]|一共|总共)?[ ]*[0-9])"
    r"|(?<=[0-9]年)(?:度)?(?:12月(?:31[日号]|底|末)|(?:末|底)(?![0-9])|1[ ]*[-–—~～至到][ ]*12月份?)(?:数|止|为止)?"
    r"|(?<![0-9年.])(?:12月(?:31[日号]|底|末)|1[ ]*[-–—~～至到][ ]*12月份?)(?:数|止|为止)?"
)
_DATE = compile_later(r"(?<![0-9])(?P<year>20[0-9]{2})(?P<rest>([-./])12\3(?:31|30))(?![0-9])")
_DAY_SAID = compile_later(
    r"(?:(?:填报|上报|报送|提交|制表|审核|填表)?(?:日期|时间)[:：]?[ ]*)?"
    r"(?<![0-9.])20[0-9]{2}(?:年(?!12月31)[0-9]{1,2}月[0-9]{1,2}[日号]?|([-/.])(?!12[-/.]31)[0-9]{1,2}\1[0-9]{1,2})(?![0-9.])"
)
"""The day of a report, or one on which something was done, which is no year of its figures."""
_RANK = _told(
    "<figure><open>(?:排名?|位居|位列|居|列)?(?:全市|全省|全国|全区|全县)?(?:排名?|位居|位列|居|列)?"
    "(?:第[0-9一二三四五六七八九十]{1,3}|前[0-9一二三四五六七八九十]{1,2}"
    ")[位名]?<close><ends>"
)
"""Which place a figure takes, behind it: 全市第三."""
_BRACKETED = compile_later(r"[（(【\[](?P<inside>[^（()）【】\[\]\n]{1,40})[)）】\]]")
_DETAIL = _told("<figure>[，,。；; （(]*(?P<told><of_which>)")
_DETAIL_ENDS = compile_later("[。；\n]")
_WORD = compile_later("[\u4e00-\u9fffa-z]")
_COUNTS = _told("<counts>")
_PER_YEAR = compile_later("(?<=元)/年|(?<=[元人家个])每年")


class Place(Protocol):
    """Where a text names a metric or a community."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Told:
    """A text of the same length without what is told beside its figures, and the numbers among that."""

    text: str
    pieces: tuple[str, ...] = ()


def without_remarks(text: str, metrics: Sequence[Place], places: Sequence[Place] = ()) -> Told:
    """Blank what is told beside the figures; nothing that a metric's name stands in."""
    blanked = _Blanked(text, metrics)
    for match in _DATE.finditer(text):
        blanked.out(match.start("rest"), match.end("rest"), GAP)
    blanked.every(_DAY_SAID, GAP)
    blanked.every(_YEAR_END, GAP)
    blanked.every(_PER_YEAR, GAP)
    blanked.every(_FROM, GAP, named=False)
    blanked.every(_MOVED_TO, GAP)
    blanked.every(_BEFORE_THIS_YEARS, GAP, named=True)
    blanked.every(BEFORE_WHOLE, GAP, named=True)
    blanked.every(_CALL, BREAK)
    blanked.every(_SIGNED, BREAK)
    blanked.every(_WHO, BREAK)
    blanked.every(_CLOSING, BREAK)
    blanked.every(_SOURCE, BREAK)
    blanked.every(_OF_THE_YEAR, GAP)
    blanked.every(_IN_USE, BREAK)
    blanked.every(_RANK, BREAK)
    blanked.every(_OF_TARGET, GAP, named=True)
    _blank_checked(blanked)
    blanked.every(_WHEN_DONE, GAP)
    blanked.every(_UP_FROM, BREAK, named=True)
    blanked.every(_GROWTH_FIRST, GAP)
    blanked.every(_GROWTH, BREAK)
    blanked.every(_WHAT_COUNTS, BREAK)
    blanked.every(_PAPERS, BREAK)
    _blank_shares(blanked, metrics)
    for match in _SHARE_TOLD.finditer(blanked.text):
        blanked.out(*match.span(), BREAK, named=True, with_names=True)
    blanked.every(_AS_BEFORE, BREAK)
    for match in _LAST_YEAR.finditer(blanked.text):
        if not _is_later(match, text):
            blanked.out(*match.span(), BREAK, named=True)
    _blank_brackets(blanked, places)
    _blank_details(blanked, places)
    return Told(blanked.text, tuple(blanked.pieces))


def _is_later(match: re.Match[str], text: str) -> bool:
    """Tell whether the year of a figure told behind another comes after one named before: 2024年5100，2025年5390."""
    told = _YEAR_SAID.search(match[0])
    before = _YEAR_SAID.findall(text, 0, match.start())
    return told is not None and any(int(one) < int(told[0]) for one in before)


def without_numbering(text: str) -> str:
    """Put breaks in place of what numbers a list: 1. 2、 ① 一、; within a line only where it counts on.

    The heads of what is copied out of a chat are blanked too.
    """
    text = _HASH.sub(GAP, text)
    begins = _BEGINS.match(text)
    for marks in (_CHAT_HEAD, _CHAT_INLINE, _NUMBERED, _BULLET):
        text = marks.sub(lambda match: BREAK * len(match[0]), text)
    for numbers in (_COUNTED_LINES, _IN_LINE_NUMBER):
        found = list(numbers.finditer(text))
        first, fewest = (1, FEWEST_COUNTED) if begins is None else (int(begins["n"]) + 1, FEWEST_COUNTED - 1)
        counted = [int(match["n"]) for match in found]
        if numbers is _IN_LINE_NUMBER and not _says_each(text, found):
            continue
        if len(found) < fewest or counted not in (list(range(at, at + len(found))) for at in {1, first}):
            continue
        for match in found:
            text = f"{text[: match.start()]}{BREAK * len(match[0])}{text[match.end() :]}"
    return text


def _says_each(text: str, numbers: Sequence[re.Match[str]]) -> bool:
    """Tell whether something is said behind each number of a list; 孵化器 1. 加速器 2. 众创空间 3 counts nothing."""
    ends = [*(match.start() for match in numbers), len(text)]
    return all(_SAID_OF.search(text, match.end(), end) for match, end in zip(numbers, ends[1:], strict=True))


class _Blanked:
    """A text while stretches of it are blanked."""

    def __init__(self, text: str, metrics: Sequence[Place]) -> None:
        self.text = self._as_typed = text
        self._metrics = metrics
        self.pieces: list[str] = []

    def out(self, start: int, end: int, by: str, named: bool = False, with_names: bool = False) -> None:
        """Blank a stretch, unless a metric is named in it."""
        if not with_names and any(one.start < end and start < one.end for one in self._metrics):
            return
        piece = self._as_typed[start:end].strip(_EDGES)
        if named and has_digit(piece):
            self.pieces.append(_THIS_YEAR_BEHIND.sub("", piece).strip(_EDGES))
        self.text = f"{self.text[:start]}{by * (end - start)}{self.text[end:]}"

    def every(self, pattern: re.Pattern[str], by: str, named: bool = False) -> None:
        for match in pattern.finditer(self.text):
            self.out(*match.span(), by, named)

    def next_metric(self, at: int) -> int:
        return min((one.start for one in self._metrics if one.start >= at), default=len(self.text))


def _blank_brackets(blanked: _Blanked, places: Sequence[Place]) -> None:
    """Blank what stands in brackets, but for a unit, a year, a community, and what says that a figure is none yet."""
    keeps: Callable[[str], object] = compile_later(f"{alternatives('report.not_final')}|对|错", re.IGNORECASE).search
    for match in _BRACKETED.finditer(blanked.text):
        inside = match["inside"]
        start, end = match.span("inside")
        is_place = any(one.start <= start and end <= one.end for one in places)
        if _is_unit(inside) or find_years(inside) or is_place or keeps(inside):
            continue
        if _WORD.search(inside) and not has_digit(inside[0]):
            says_what_counts = _COUNTS.match(inside) is not None and not has_digit(inside)
            blanked.out(*match.span(), GAP, named=True, with_names=says_what_counts)


def _blank_shares(blanked: _Blanked, metrics: Sequence[Place]) -> None:
    """Blank what share one metric is of another, which is worked out and not reported: 高新产值占总产值的66%.

    The whole keeps an amount of its own: 战新34.8亿，占总投资44.2亿的78.7%.
    """
    for match in _SHARE_OF_AMOUNT.finditer(blanked.text):
        if any(match.start("whole") <= one.start < match.end("whole") for one in metrics):
            blanked.pieces.append(match["share"])
            blanked.out(match.start("share"), match.end("share"), BREAK)
            blanked.out(match.start(), match.start("whole"), BREAK)
    for match in _SHARE_OF.finditer(blanked.text):
        before = [
            one for one in metrics
            if one.end <= match.start() and not blanked.text[one.end : match.start()].strip(" 的")
        ]
        if before:
            told = blanked.text[before[-1].start : match.end()]
            if (namely := _NAMELY.match(blanked.text, match.end())) is not None:
                blanked.out(before[-1].end, namely.end(), GAP, with_names=True)
            else:
                blanked.out(before[-1].start, match.end(), BREAK, with_names=True)
            blanked.pieces.append(told)


_SHARE_OF_AMOUNT = compile_later(
    r"占(?:到|了)?(?P<whole>[^，,。；;\n0-9]{1,12}[0-9][0-9.,]*[ ]*[万亿]?元?)"
    r"(?P<share>的[ ]*[0-9][0-9.]*[ ]*%)"
)
_SHARE_OF = compile_later(
    r"占(?:到|了|比)?[^，,。；;\n0-9]{0,12}?(?:的)?(?:比例|比重|比)?(?:为|是|约|达|达到)?[ ]*"
    r"(?:[0-9][0-9.]*[ ]*%|[一二三四五六七八九两][成][一二三四五六七八九半]?)"
)


_NAMELY = compile_later("[，,、（( ]*(?:即|也就是|也即|合|折合|就是|为|计)[ ]*(?=[0-9])")
"""Between a share and the figure that it is of: 高新占64.5%，即45.2亿."""


def _is_unit(inside: str) -> bool:
    """Tell whether brackets hold a unit: 万元, 单位：人."""
    said = inside.strip().removeprefix(phrases("told.unit")[0]).strip(":： ")
    return said in {"万", "亿"} or unit_named(said) is not None


def _blank_checked(blanked: _Blanked) -> None:
    """Blank a clause that only says that figures were looked at: 以上数据已经主任审定."""
    for match in _CHECKED.finditer(blanked.text):
        if re.search(alternatives("report.another_figure"), match[0]) is None:
            blanked.out(*match.span(), BREAK)


_CHECKED = _told(
    r"(?m)(?:^|(?<=[，,。；;！!\s]))(?:(?!<unsettled>)[\u4e00-\u9fff]){0,10}?(?:已经?|经|都|均)"
    r"(?:(?!<unsettled>)[\u4e00-\u9fff]){0,6}?(?:<looks_at>|确认|签字|盖章)(?:过|完|无误|属实)?了?(?:的)?"
    r"(?=[，,。；;！!\s]|$)"
)
_OF_TARGET = compile_later(
    "已?完成了?(?:全年|年度|年初|本年)?的?(?:目标|计划|任务)(?:数|值|任务)?的?[ ]*[0-9.]+%[，,、 ]*(?=[0-9即达为])"
)
"""How much of its target a figure is, before it: 完成年度目标的102%，70.1亿元."""


def _blank_details(blanked: _Blanked, places: Sequence[Place]) -> None:
    """Blank 其中大学生1200人，硕士300人 up to the next metric; 其中高新产值 is a figure of its own."""
    for match in _DETAIL.finditer(blanked.text):
        start = match.start("told")
        stop = _DETAIL_ENDS.search(blanked.text, start)
        end = min(blanked.next_metric(start), stop.start() if stop else len(blanked.text))
        end = min([end, *(one.start for one in places if one.start >= start)])
        if (clause := max(blanked.text.rfind(mark, match.end(), end) for mark in "，；")) > 0 and has_digit(
            blanked.text[match.end() : clause]
        ):
            end = clause  # 其中科技型60家，带动就业300人: what leads up to a metric is said of that.
        if has_digit(blanked.text[match.end() : end]):
            blanked.out(start, end, BREAK, named=True)
