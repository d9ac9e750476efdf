"""Corrections: inside a line (通创，不对，观音山), of a figure by its name, value or place, and taking one off.

    初创写错了，应该是132 · 不是130，是131 · 把5300改成5400 · 上一个改成72亿 · 第二项改成4 · 总产值报错了
    删掉从业人员 · 初创不报了 · 最后一个去掉 · 撤回刚才那个 · 手误
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zc_bot.parsing.fillers import value_text
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.language import alternatives, phrases, written
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.speech import asks
from zc_bot.parsing.words import read_word
from zc_bot.values import dataclass

LATEST, FINAL = -1, -2
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
"""The figure that came last; the one that stands last; the places that are said in English."""
LONGEST = 60
_NAME = "\ue000"
"""Stands for the name of a metric."""
_SEPARATOR = r"[\s,，、。:：;；]*"
_ONE = "[个项条份张笔次](?:数字?)?"
_PARTICLE = (
    r"(?:了|吧|啊|呀|哈|的|数|数据|那个|那项|那条|这个|这项|这条|这一项|那一项)*"
    r"(?: (?:line|row|item|figure|number|one)s?)?(?: please| thanks| for now)*"
)
BY_NUMBER = compile_later(
    r"(?:请|麻烦|帮我|我要|我想|把)*(?:撤回|撤销|收回|撤掉|作废|withdraw|take back)"
    r" ?(?:编号|第|报告|登记|number|no[.])?[ :：#]*"
    r"(?P<serial>0*[0-9]{1,9})号?(?:撤回)?"
    r"|(?:把)?(?:编号)?(?P<first>0*[0-9]{1,9})号?(?:撤回|撤销|作废)",
    re.IGNORECASE,
)
"""A number alone is taken back: 撤回 000217, 33号撤回."""
_CLAUSES = compile_later(r"([,，。;；]\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]))")
_DROPPED = compile_later(
    "(?:先)?(?:不看|不要|别看|不问|不查)(?!了)[^，,。；看要问查 ]{1,8}(?:了)?[，, ]?"
    "(?:而是|只|要)?(?:看|要|问|查|换)(?=.)"
)
"""What is not wanted, before what is."""
_DENIED = compile_later("[，,、 ]+(?:而|可)?不是[^，,。；;？?吗么呢是 ]{1,12}(?=[，,。！! ]|$)")
"""What is not meant, behind what is: 我说的是通州湾，不是家纺."""
_WAY = "排名|排行|排序|排位|走势|趋势|平均数?|均值|合计|总数|总和|总量|明细|名单|中位数"
_NOT_THAT_WAY = compile_later(
    f"(?:不要|不用|不看|别给我?|别|不是要?)(?:看|给|算|要)?(?:{_WAY})[的了]?[，,、 ]*(?=[^，,。；;？?吗么呢 ]{{2}})"
    f"|(?<=[^，,、 ])[，,、 ]*(?:不要|不用|不看|别给我?|别|不是要?)(?:看|给|算|要)?(?:{_WAY})[的了]?$"
)
"""How a figure is not to be looked at, beside how it is: 我要总数不要排名; 不要平均，要中间那个数."""
_OF_ALL = compile_later("(?<!占)全市|合计|总和|加起来|一共|总共|其他|其余|剩下|各社区|所有|哪些|哪几|谁|排名")
"""Where all are asked for, what is not wanted is left out of them rather than replaced."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a text corrects.

    metrics: those it names. old: the figure it says is wrong. nth: its place from 1, `LATEST`, `FINAL`, 0 unsaid.
    new: what it should be, '' where that is not said. drops: it is to be taken off. everything: all of it is.
    """

    drops: bool = False
    metrics: tuple[str, ...] = ()
    old: str = ""
    nth: int = 0
    new: str = ""
    everything: bool = False
    points: bool = False
    """It speaks of one by 这个 or 刚才那个."""
    plain: bool = False
    """It may as well be a figure that is said for the first time: 从业人员改为5301."""
    swaps: bool = False
    """Two figures are each other's: 两个数报反了, 孵化器和加速器对调."""

    @property
    def says_which(self) -> bool:
        """Whether it tells the figure it is about from others."""
        return bool(self.metrics or self.old or self.nth or self.everything)

    def opens(self, metric: str | None) -> bool:
        """Whether it only says that a metric is to be corrected, neither from what nor to what: 从业人员更正."""
        says_more = self.drops or self.old or self.new or self.nth or self.everything or self.points or self.swaps
        return self.metrics == (metric,) and not says_more


@dataclass(frozen=True, slots=True)
class _Target:
    """How a text points at the figure it is about."""

    old: str = ""
    nth: int = 0
    everything: bool = False
    points: bool = False


def without_dropped(text: str) -> str:
    """Leave out what is not wanted beside what is: 不看去年看前年; 要通州湾，不是家纺."""
    if (other_way := _NOT_THAT_WAY.sub("", text)) != text and other_way.strip():
        return other_way
    if _OF_ALL.search(text):
        return text
    if (denied := _DENIED.search(text)) is not None and denied.start() > 1:
        return text[: denied.start()] + text[denied.end() :]
    return text if _DROPPED.search(text) is None else _DROPPED.sub("", text)


def corrected(text: str) -> tuple[str, str] | None:
    """Cut a text into what was said first and what it was corrected to; None where nothing is corrected.

    A correction stands between stops; what begins with one corrects the question before.
    """
    found = list(_MARKS.finditer(text))
    if not found:
        return None
    first, last = text[: found[-1].start()].strip(" ，,。;；"), text[found[-1].end() :].strip(" ，,。;；")
    if found[-1][0].strip(" ，,。;；") == "不是" and _OF_ALL.search(first):
        return None  # 哪些社区产值过50亿，不是崇川的 leaves them out.
    first = _without_slip_behind(first)
    return (first, last) if first and last else None


def _without_slip_behind(said: str) -> str:
    """Leave out the clauses that a text ends with and that only say that it was wrong: 5300人。刚发的数不对."""
    clauses = _CLAUSES.split(said)
    while len(clauses) > 2 and is_slip(clauses[-1]):
        clauses = clauses[:-2]
    return "".join(clauses)


def read_correction(text: str, lexicon: Lexicon) -> Correction | None:
    """Read a text that corrects a figure or takes one off; None for any other, a question among them."""
    return lexicon.once(("correction", text), lambda: _read_correction(text, lexicon))


def _read_correction(text: str, lexicon: Lexicon) -> Correction | None:
    laid = read_laid(_by_full_name(text.strip(" 。.!！~～"), lexicon), lexicon)
    if not laid.text or asks(text) or len(laid.text) > LONGEST:
        return None
    derived = lexicon.programme.derivation
    meant = [tuple(code for code in one.codes if code not in derived) or one.codes for one in laid.metrics]
    if any(len(codes) > 1 for codes in meant):
        return None
    metrics = tuple(dict.fromkeys(code for codes in meant for code in codes))
    bare = laid.without_names(_NAME, metrics_only=True)
    first = None
    for alone in dict.fromkeys((bare, _without_excuse(bare), _without_courtesy(bare), without_slip(bare))):
        found = _dropping(alone, metrics) or _swapping(alone, metrics)
        found = found or (_changing(alone, metrics) if len(metrics) < 2 else None)
        if found is not None:
            found = found if alone == bare else replace(found, plain=False)
            if found.new or found.drops or found.swaps:
                return found
            first = first or found
    return first


def _by_full_name(text: str, lexicon: Lexicon) -> str:
    """Write the name of a metric for a word that begins a text and names it in a report: 新登记改成138."""
    begins = _LEAD.match(text)
    start = 0 if begins is None else begins.end()
    word = next((one for one in lexicon.reported_longest if text.startswith(one, start)), None)
    if word is None or any(one.start < start + len(word) for one in read_laid(text, lexicon).metrics):
        return text
    name = lexicon.programme.metric[lexicon.reported[word]].short.zh
    return f"{text[:start]}{name}{text[start + len(word) :]}"


def without_slip(said: str) -> str:
    """Leave out a clause that begins a folded text and only says that figures were wrong: 两个都报错了，从业5400."""
    match = _PATTERNS.amiss.match(said)
    return said if match is None else said[match.end() :]


def _without_excuse(said: str) -> str:
    """Leave out what a correction ends with: that the hand slipped, or that the figure is to be looked at again."""
    said = re.sub(written(r"(?<=[0-9万亿元人家个%])\s*<do><badly>了?$", "correct"), "", said)
    clauses = _CLAUSES.split(said)
    ends = (_PATTERNS.later, _PATTERNS.anew)
    while len(clauses) > 2 and (is_slip(clauses[-1]) or any(end.fullmatch(clauses[-1]) for end in ends)):
        clauses = clauses[:-2]
    return "".join(clauses)


def _without_courtesy(said: str) -> str:
    """Leave out what a correction begins or ends with and says nothing of a figure: 数据属实，但…; …, fat fingers."""
    clauses = _CLAUSES.split(said)
    if len(clauses) < 3:
        return said
    told = [clause for clause in clauses[::2] if _NAME in clause or re.search("[0-9]", clause) or _drops(clause)]
    others = [clause for clause in clauses[::2] if clause not in told]
    at = [number for number, clause in enumerate(clauses[::2]) if clause in told]
    beside = len(at) == 1 or (len(at) == 2 and at[1] == at[0] + 1)
    if not beside or any(was_amiss_before(clause) for clause in others):
        return said
    return re.sub("^(?:但|不过|只是|but )+", "", "".join(clauses[2 * at[0] : 2 * at[-1] + 1]).strip())


def _drops(clause: str) -> bool:
    return _PATTERNS.dropping.fullmatch(clause.strip()) is not None


def puts_off(clause: str) -> bool:
    """Tell whether a folded clause takes the figure in question back, or leaves it for later: 再核实一下."""
    dropping = _PATTERNS.dropping.fullmatch(clause)
    aside = dropping is not None and _target(dropping["after"] or dropping["before"] or "", ()) is not None
    return aside or _PATTERNS.later.fullmatch(clause) is not None


def is_slip(clause: str) -> bool:
    """Tell whether a folded clause only says that the figure was mistyped: 手误, 多打了个0, 报错了."""
    return _PATTERNS.slip.fullmatch(clause) is not None


def is_lead(clause: str) -> bool:
    """Tell whether a folded clause only leads up to a correction: 算了, 不好意思."""
    return _LEAD.fullmatch(clause) is not None


def was_amiss_before(text: str) -> bool:
    """Tell whether a text says that an earlier year's figure was amiss, which explains a change: 去年漏报了两家."""
    earlier = rf"{alternatives('correct.earlier')}|20[0-9]{{2}}年"
    return re.search(earlier, text) is not None and re.search(alternatives("correct.amiss"), text) is not None


_OTHER_THAN = compile_later("不是[ ]*[0-9]|不是.{1,4}数|(?:删掉|去掉)(?!了)")
"""Says that a figure is another one, or is to go; 不是减少，是合并 and 删掉了 say how it came about."""


def may_correct_figure(text: str) -> bool:
    """Tell whether what is given as a reason may say that the figure is to be another, or to be taken off."""
    said = text.lower()
    found = re.search(alternatives("correct.may_be"), said) or _OTHER_THAN.search(said)
    return found is not None and not was_amiss_before(text)


def corrects(text: str) -> bool:
    """Tell whether a text has a word that corrects something: 应该是, 不是, 错了."""
    return re.search(written("<to>|<wrong>|不是|错", "correct"), text.lower()) is not None


def _marks() -> str:
    stop = r"(?:[，,。；;！!…]|[.]{2,})"
    words = alternatives("follow.correction")
    return rf"{stop}\s*(?:哦|噢|啊|哎|呃|oh|er)?\s*(?:{words})(?:了|的)?\s*(?:{stop}|是|\s|(?=[^不]))"


_MARKS = compile_later(_marks, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The ways in which corrections are put, of the words of `[correct]`."""

    dropping: re.Pattern[str]
    later: re.Pattern[str]
    anew: re.Pattern[str]
    slip: re.Pattern[str]
    pointer: re.Pattern[str]
    instead: re.Pattern[str]
    written: re.Pattern[str]
    counted: re.Pattern[str]
    wrong: re.Pattern[str]
    changed: re.Pattern[str]
    just: re.Pattern[str]
    mistyped: re.Pattern[str]
    rather: re.Pattern[str]
    denying: re.Pattern[str]
    bare: re.Pattern[str]
    placed: re.Pattern[str]
    again: re.Pattern[str]
    amiss: re.Pattern[str]
    counts: re.Pattern[str]
    made: re.Pattern[str]
    swapping: re.Pattern[str]

    @property
    def changing(self) -> tuple[re.Pattern[str], ...]:
        return (
            self.instead, self.rather, self.denying, self.bare, self.placed, self.again, self.counts, self.made,
            self.mistyped, self.written, self.counted, self.wrong, self.changed,
        )


def _phrases() -> dict[str, str]:
    """Return what is put together of the words of `[correct]`: the lead of a correction, taking off, going wrong."""
    lead = written(r"(?:(?:<lead>|那(?![个项条份张笔次])就?|<just>(?!的?[才刚那这]))[\s,，、的]*)*", "correct")
    drop = (
        "(?:<drop>(?:了|掉|吧|一下|算了)*|(?:先|就)*<not><hand_in>(?:这|那)?(?:个|项|条)?(?:了|吧)*"
        "|(?:先)?<left_open>(?:吧|了)*)"
    )
    return {
        "lead": lead, "drop": written(drop, "correct"), "what": rf"{lead}(?P<what>.*?)", "stops": _SEPARATOR,
        "wrong": written(
            "(?:(?:我|又|是|好像|可能)*(?:<do><badly><in_what>?了?(?:一?个?[零0])?"
            "|<badly><do>了?一?个?[零0]|[多少漏]了?一?个?[零0])了?|<wrong>)",
            "correct",
        ),
        "this": written("(?:<last>|<just>|<it>|这|那|一?[个项条]|数字?|填的|报的|的)*", "correct"),
        "to": written("(?:<to>|<is>|=|:|：)", "correct"), "to_new": written("(?:<to>|to)", "correct"),
        "new": r"(?P<new>\S.*)",
    }


def _pattern(template: str) -> re.Pattern[str]:
    return compile_later(lambda: written(template, "correct", **_phrases()))


_LEAD = compile_later(lambda: _phrases()["lead"])
_AROUND = compile_later(lambda: rf"^{_phrases()['lead']}|{_PARTICLE}$")
_PATTERNS = _Patterns(
    dropping=_pattern(rf"<lead>(?:<drop><stops><lead>(?P<after>.*?)|(?P<before>.*?)<stops>(?:<wrong>|<left_open>)?<stops>先?<drop>){_PARTICLE}"),
    later=_pattern(
        "<later>(?:再)?(?:报|补|填|说|看|来|等等)?(?:吧|了|一下)*"
        "|等[^,，。;；0-9]{1,8}"
        "|先[放存留记搁空挂摆]着(?:吧|了)?"
        "|<lead>(?:<first_person>[ ]*)+(?:double[- ]?check|check|verify|confirm|ask|look)"
        "(?:(?: [a-z']+){0,4}| with(?: [a-z']+){0,6})"
        "|(?:<myself>)+(?:看|查|核|问|想|确认|算)(?!了|过)(?:看|查|核|实|对|问|想|算|一下|下|一)*"
        "(?:(?:是不是|有没有|会不会|对不对)[^,，。;；0-9]{0,8})?"
        "|数?(?:据|字)?<lead>再<look_again>(?:实|对)?(?:一下|看看|一查|想|等)?(?:吧|了)*"
    ),
    anew=_pattern(
        "<lead>(?:从头|重新|重|再)(?:开始)?(?:来|<hand_in>)(?:过|一遍|一次|吧|了)*|start (?:over|again)"
    ),
    slip=_pattern(
        "<lead><this>(?:(?:<do><badly>|<badly><do>)了?(?:<in_what>|一?个?[零0]|[一两几]个?|了)*|<slip>|<wrong>)"
        "(?:了|啦)?"
    ),
    pointer=_pattern(
        rf"(?P<last><last>的?[那这]?一?{_ONE}|(?:the )?last one)"
        rf"|(?P<final>(?:最后|后面|后边|末了)的?[那这]?一?{_ONE}|末尾那?[个项条]|last(?: (?:figure|number|item))?)"
        rf"|第(?P<nth>[0-9一二三四五六七八九十]{{1,2}}){_ONE}"
        rf"|(?:the )?(?P<ordinal>{'|'.join(_ORDINALS)})(?: (?:one|figure|number|item))?"
        rf"|(?P<this>[那这该此]一?(?:{_ONE})?|<it>)"
    ),
    instead=_pattern(
        "<what><stops>(?:不是(?P<old>[^,，]+?)"
        "(?:[,，;； ]+(?:而|应该|应当|应)?|而|应该|应当|应|(?<=[0-9亿万元人家个%]))(?:是|为)"
        "|(?:is )?not (?P<not>[^,，]+?),? but )<new>"
    ),
    written=_pattern(
        r"<what><stops><do>成了?(?P<old>[0-9][^\s,，、。;；]*?)了?[\s,，、。;；]+(?:<to>)?[\s,，]*<new>"
    ),
    counted=_pattern(
        r"<what><stops>[少多漏]<do>了?(?:[0-9一二两三四五六七八九十]+[^\s,，0-9]?[\s,，、。;；]+(?:<to>)?"
        r"|[\s,，、。;；]+(?:<to>|(?=[0-9])))[\s,，]*<new>"
    ),
    wrong=_pattern(
        rf"<what><stops><wrong>(?:(?:[\s,，、。;；]*(?:<to>){{1,2}}|[\s,，、。;；]+|(?={_NAME}))[\s,，]*<new>)?"
    ),
    changed=_pattern(r"<what>\s*<to_new>\s*<new>"),
    just=_pattern("<just>"),
    mistyped=_pattern(
        rf"(?:i |we )?(?:mistyped|misread|misstated|got)(?: the)? (?P<what>{_NAME})(?: wrong)?[,.;]? ?"
        "(?:it |that )?(?:<to>|is|was)? ?<new>"
    ),
    rather=_pattern(
        rf"<what>\s*(?P<new>[0-9][^\s,]*)(?: (?:[a-z-]+|{_NAME})){{0,2}}?,? "
        r"(?:and )?(?:instead of|rather than|not) (?P<old>[0-9]\S*)(?: [a-z-]+)?"
    ),
    bare=_pattern(
        r"<lead>(?P<what>)(?P<new>[0-9][^\s,，]*?)[,，\s]*(?:而)?(?:不是|非)\s*(?P<old>[0-9]\S*)"
    ),
    denying=_pattern(
        r"<what><stops>(?:是|为|应该是|应是|应为)\s*(?P<new>[0-9][^\s,，]*?)[,，\s]*(?:而)?(?:不是"
        r"|非)\s*(?P<old>[0-9]\S*)"
    ),
    placed=_pattern(
        rf"<lead>(?P<what>(?:<last>|最后)的?[那这]?一?{_ONE}|末尾那?[个项条]|第[0-9一二三四五六七八九十]{{1,2}}{_ONE})"
        "的?(?:<is>|<to>)[ ]*<new>"
        rf"|(?:<lead>)(?P<english>(?:last|{'|'.join(_ORDINALS)})(?: (?:one|figure|number|item))?)"
        "(?: (?:is|was) (?:<wrong>|wrong|incorrect|off)[,;.]? *(?:it|that)?(?:'s| is)?"
        "| *(?:[:：=]|<to>|to|is|->|→))* *(?P<made>[0-9]\\S*)"
    ),
    again=_pattern(
        rf"<lead>(?:返回|回去|回到)?(?:去|再|要|重新)*(?:修?改|更正|重填|重报)(?:一下)?(?P<what>{_NAME})(?:吧|了)?"
        rf"|(?P<named>{_NAME})(?:要|需要|得|想|我想|还要|再)*(?:修?改|更正|重填|重报)(?:一下|下)?(?:吧|了)?"
    ),
    amiss=_pattern(
        "<lead>(?:<both>|<all>|<this>)*(?:都|全)*"
        "(?:(?:<do><badly>|<badly><do>)(?:<in_what>|了)*|(?:<wrong>了?[ ,，]*)+)[,，。;；][ ]*(?:<is>(?!不))?(?=.)"
    ),
    counts=_pattern(
        r"<what><stops>(?:请|应该?|还是)*(?:以|按)\s*(?P<new>[0-9][^\s,，]*?)(?:为准|来|算|报|填)(?:吧|了)?"
    ),
    made=_pattern(
        r"<lead>(?:make that|make it|it should read|should read) (?P<new>[0-9]\S*)(?P<what>)"
        rf"|<lead>(?:make|set|put) (?:the )?(?P<named>{_NAME})(?: to| at| be| as| =)? (?P<said>[0-9]\S*)"
        r"|<lead>replace (?P<before>[0-9]\S*) (?:with|by) (?P<instead>[0-9]\S*)"
    ),
    swapping=_pattern(
        r"<what><stops>(?:<swap_lead>\s*)*(?:<do>?<swapped>(?P<odd>)|<swap>)(?:了|的|过来|位置|一下|下|吧|啦)*"
        r"(?: please)?"
        r"|(?:<lead>\s*)*(?:<swap_first> |<swap>(?:一下|下)?)(?P<after>.*?)(?: (?:around|over|up|please))*"
    ),
)


_RIGHT = _pattern(r"(?:<is>|<to>|it(?:'s| is))\s*(?P<new>[0-9]\S*)")
"""What a figure is, before it is said that it was wrong."""
_NAMES = rf"{_NAME}(?:[\s,，、和与及跟]*{_NAME})*"


def _dropping(said: str, metrics: tuple[str, ...]) -> Correction | None:
    match = _PATTERNS.dropping.fullmatch(said)
    if match is None:
        return None
    target = _target((match["after"] if match["after"] is not None else match["before"]) or "", metrics)
    if target is None:
        return None
    return Correction(True, metrics, target.old, target.nth, "", target.everything, target.points)


_SWAP = compile_later(lambda: f"{alternatives('correct.swap')}|{alternatives('correct.swap_first')}")


def _swapping(said: str, metrics: tuple[str, ...]) -> Correction | None:
    """Read that two figures are each other's: both named, or spoken of as two."""
    clauses = _CLAUSES.split(said)
    while len(clauses) > 2 and re.fullmatch(alternatives("correct.put_right"), clauses[-1].strip()):
        clauses = clauses[:-2]
    match = _PATTERNS.swapping.fullmatch("".join(clauses))
    first = next((at for at, one in enumerate(clauses) if at % 2 == 0 and _SWAP.search(one)), None)
    if match is None and first is not None and not re.search("[0-9]", "".join(clauses[first + 1 :])):
        said = _LEAD.sub("", clauses[first], count=1)  # oops, swap those two, one is the smaller
        match = _PATTERNS.swapping.fullmatch(said)
        metrics = metrics if said.count(_NAME) == len(metrics) else () if _NAME not in said else metrics[:3]
    if match is None or len(metrics) > 2:
        return None
    what = match["after"] if match["after"] is not None else match["what"]
    what = _LEAD.sub("", what.strip(" ,，、。:：的"), count=1).strip()
    both = rf"{_NAME}(?:的?(?:数字?|数据|数值)?[\s,，、和与及跟同]*(?:and)?\s*){_NAME}"
    tail = alternatives("correct.of_two")
    if len(metrics) == 2 and re.fullmatch(rf"{both}(?:的)?(?:{tail})?(?:都)?", what):
        return Correction(metrics=metrics, swaps=True)
    is_pair = re.fullmatch(rf"(?:{alternatives('correct.both')})(?:都)?", what)
    if not metrics and (is_pair or (not what and match["odd"] is not None)):
        return Correction(swaps=True)
    return None


def _changing(said: str, metrics: tuple[str, ...]) -> Correction | None:
    ways = _PATTERNS
    for pattern in ways.changing:
        match = pattern.fullmatch(said)
        if match is None:
            continue
        groups = match.groupdict()
        groups["old"] = groups.get("old") or groups.get("not") or groups.get("before")
        groups["what"] = groups.get("what") or groups.get("english") or groups.get("named")
        groups["new"] = groups.get("new") or groups.get("made") or groups.get("said") or groups.get("instead")
        if pattern is ways.again:
            return Correction(False, metrics)
        said_new = groups.get("new") or ""
        if pattern is ways.wrong and not groups["what"] and metrics and said_new.startswith(_NAME):
            said_new = said_new.removeprefix(_NAME)  # 不对，从业人员是3400人
        elif pattern is ways.wrong and not groups["what"] and metrics:
            said_new = said_new.removesuffix(_NAME).rstrip()  # typo: 5320 employees
        right = _RIGHT.fullmatch((groups["what"] or "").strip(" ,，"))
        if right is not None and pattern is ways.wrong and not said_new:
            said_new, groups["what"] = right["new"], ""  # 是43.2亿，抄错行了
        new, old = value_text(said_new), value_text(groups.get("old") or "")
        target = _target(groups["what"] or "", metrics)
        plain = pattern is ways.changed and metrics and target is not None and not target.old and not target.nth
        plain = plain and ways.just.match(said) is None and not _LEAD.match(said).end()  # type: ignore[union-attr]
        if target is None or target.everything:
            continue
        if pattern is ways.wrong and metrics and new and not is_figure(new) and not was_amiss_before(said):
            return Correction(False, metrics, points=target.points)  # 统计体系说错了，9月刚建好的
        if not all(map(is_figure, filter(None, (new, old)))):
            continue
        if not (new or groups.get("old") or pattern is ways.wrong):
            continue
        return Correction(False, metrics, old or target.old, target.nth, new, False, target.points, bool(plain))
    return None


def _target(what: str, metrics: Sequence[str]) -> _Target | None:
    """Read what stands for the figure meant; None where it is nothing that stands for one."""
    what = what.strip(" ,，、。:：")
    if (match := _PATTERNS.pointer.fullmatch(what.rstrip("的了"))) is not None:
        nth = int(read_numeral(match["nth"]) or 0) if match["nth"] else LATEST if match["last"] else 0
        nth = FINAL if match["final"] else _ORDINALS.index(match["ordinal"]) + 1 if match["ordinal"] else nth
        return _Target(nth=nth, points=nth == 0)
    what = _AROUND.sub("", what)
    if not what or what in phrases("correct.of_it"):
        return _Target()
    if metrics and re.fullmatch(rf"{_NAMES}(?:的)?(?:数|这项|这个|那个|那项|都|全)*", what):
        return _Target()
    if _EVERYTHING.fullmatch(what):
        return _Target(everything=True)
    if not metrics and isinstance(read_quantity(value_text(what)), Quantity):
        return _Target(value_text(what))
    if metrics and _NAME in what and len(found := find_quantities(what)) == 1 and _only(what, found[0][0]):
        return _Target(what[slice(*found[0][0])])
    return None


_EVERYTHING = compile_later(lambda: f"(?:{'|'.join(map(re.escape, phrases('correct.all')))})的?(?:数据?|项)?")


def _only(what: str, span: tuple[int, int]) -> bool:
    """Tell whether nothing but names and fillers stands beside a number: 从业人员5300那个."""
    rest = f"{what[: span[0]]}{what[span[1] :]}".replace(_NAME, "")
    return not re.sub(rf"{_PARTICLE}|[\s是为]", "", rest)


def is_figure(text: str) -> bool:
    """Tell whether a text is one figure by itself: a quantity, or a word that stands where one could."""
    return isinstance(read_quantity(text), Quantity) or read_word(text) is not None
