"""Corrections: inside a line (通创，不对，观音山), of a figure by its name, value or place, and taking one off.

    初创写错了，应该是132 · 不是130，是131 · 把5300改成5400 · 上一个改成72亿 · 第二项改成4 · 总产值报错了
    删掉从业人员 · 初创不报了 · 最后一个去掉 · 撤回刚才那个 · 手误
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zc_bot.parsing.correction_forms import AROUND, LEAD, NAME, NAMES, ORDINALS, PARTICLE, PATTERNS, RIGHT
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
"""The figure that came last; the one that stands last."""
LONGEST = 60
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
    bare = laid.without_names(NAME, metrics_only=True)
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
    begins = LEAD.match(text)
    start = 0 if begins is None else begins.end()
    word = next((one for one in lexicon.reported_longest if text.startswith(one, start)), None)
    if word is None or any(one.start < start + len(word) for one in read_laid(text, lexicon).metrics):
        return text
    name = lexicon.programme.metric[lexicon.reported[word]].short.zh
    return f"{text[:start]}{name}{text[start + len(word) :]}"


def without_slip(said: str) -> str:
    """Leave out a clause that begins a folded text and only says that figures were wrong: 两个都报错了，从业5400."""
    match = PATTERNS.amiss.match(said)
    return said if match is None else said[match.end() :]


def _without_excuse(said: str) -> str:
    """Leave out what a correction ends with: that the hand slipped, or that the figure is to be looked at again."""
    said = re.sub(written(r"(?<=[0-9万亿元人家个%])\s*<do><badly>了?$", "correct"), "", said)
    clauses = _CLAUSES.split(said)
    ends = (PATTERNS.later, PATTERNS.anew)
    while len(clauses) > 2 and (is_slip(clauses[-1]) or any(end.fullmatch(clauses[-1]) for end in ends)):
        clauses = clauses[:-2]
    return "".join(clauses)


def _without_courtesy(said: str) -> str:
    """Leave out what a correction begins or ends with and says nothing of a figure: 数据属实，但…; …, fat fingers."""
    clauses = _CLAUSES.split(said)
    if len(clauses) < 3:
        return said
    told = [clause for clause in clauses[::2] if NAME in clause or re.search("[0-9]", clause) or _drops(clause)]
    others = [clause for clause in clauses[::2] if clause not in told]
    at = [number for number, clause in enumerate(clauses[::2]) if clause in told]
    beside = len(at) == 1 or (len(at) == 2 and at[1] == at[0] + 1)
    if not beside or any(was_amiss_before(clause) for clause in others):
        return said
    return re.sub("^(?:但|不过|只是|but )+", "", "".join(clauses[2 * at[0] : 2 * at[-1] + 1]).strip())


def _drops(clause: str) -> bool:
    return PATTERNS.dropping.fullmatch(clause.strip()) is not None


def puts_off(clause: str) -> bool:
    """Tell whether a folded clause takes the figure in question back, or leaves it for later: 再核实一下."""
    dropping = PATTERNS.dropping.fullmatch(clause)
    aside = dropping is not None and _target(dropping["after"] or dropping["before"] or "", ()) is not None
    return aside or PATTERNS.later.fullmatch(clause) is not None


def is_slip(clause: str) -> bool:
    """Tell whether a folded clause only says that the figure was mistyped: 手误, 多打了个0, 报错了."""
    return PATTERNS.slip.fullmatch(clause) is not None


def is_lead(clause: str) -> bool:
    """Tell whether a folded clause only leads up to a correction: 算了, 不好意思."""
    return LEAD.fullmatch(clause) is not None


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


def _dropping(said: str, metrics: tuple[str, ...]) -> Correction | None:
    match = PATTERNS.dropping.fullmatch(said)
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
    match = PATTERNS.swapping.fullmatch("".join(clauses))
    first = next((at for at, one in enumerate(clauses) if at % 2 == 0 and _SWAP.search(one)), None)
    if match is None and first is not None and not re.search("[0-9]", "".join(clauses[first + 1 :])):
        said = LEAD.sub("", clauses[first], count=1)  # oops, swap those two, one is the smaller
        match = PATTERNS.swapping.fullmatch(said)
        metrics = metrics if said.count(NAME) == len(metrics) else () if NAME not in said else metrics[:3]
    if match is None or len(metrics) > 2:
        return None
    what = match["after"] if match["after"] is not None else match["what"]
    what = LEAD.sub("", what.strip(" ,，、。:：的"), count=1).strip()
    both = rf"{NAME}(?:的?(?:数字?|数据|数值)?[\s,，、和与及跟同]*(?:and)?\s*){NAME}"
    tail = alternatives("correct.of_two")
    if len(metrics) == 2 and re.fullmatch(rf"{both}(?:的)?(?:{tail})?(?:都)?", what):
        return Correction(metrics=metrics, swaps=True)
    is_pair = re.fullmatch(rf"(?:{alternatives('correct.both')})(?:都)?", what)
    if not metrics and (is_pair or (not what and match["odd"] is not None)):
        return Correction(swaps=True)
    return None


def _changing(said: str, metrics: tuple[str, ...]) -> Correction | None:
    ways = PATTERNS
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
        if pattern is ways.wrong and not groups["what"] and metrics and said_new.startswith(NAME):
            said_new = said_new.removeprefix(NAME)  # 不对，从业人员是3400人
        elif pattern is ways.wrong and not groups["what"] and metrics:
            said_new = said_new.removesuffix(NAME).rstrip()  # typo: 5320 employees
        right = RIGHT.fullmatch((groups["what"] or "").strip(" ,，"))
        if right is not None and pattern is ways.wrong and not said_new:
            said_new, groups["what"] = right["new"], ""  # 是43.2亿，抄错行了
        new, old = value_text(said_new), value_text(groups.get("old") or "")
        target = _target(groups["what"] or "", metrics)
        plain = pattern is ways.changed and metrics and target is not None and not target.old and not target.nth
        plain = plain and ways.just.match(said) is None and not LEAD.match(said).end()  # type: ignore[union-attr]
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
    if (match := PATTERNS.pointer.fullmatch(what.rstrip("的了"))) is not None:
        nth = int(read_numeral(match["nth"]) or 0) if match["nth"] else LATEST if match["last"] else 0
        nth = FINAL if match["final"] else ORDINALS.index(match["ordinal"]) + 1 if match["ordinal"] else nth
        return _Target(nth=nth, points=nth == 0)
    what = AROUND.sub("", what)
    if not what or what in phrases("correct.of_it"):
        return _Target()
    if metrics and re.fullmatch(rf"{NAMES}(?:的)?(?:数|这项|这个|那个|那项|都|全)*", what):
        return _Target()
    if _EVERYTHING.fullmatch(what):
        return _Target(everything=True)
    if not metrics and isinstance(read_quantity(value_text(what)), Quantity):
        return _Target(value_text(what))
    if metrics and NAME in what and len(found := find_quantities(what)) == 1 and _only(what, found[0][0]):
        return _Target(what[slice(*found[0][0])])
    return None


_EVERYTHING = compile_later(lambda: f"(?:{'|'.join(map(re.escape, phrases('correct.all')))})的?(?:数据?|项)?")


def _only(what: str, span: tuple[int, int]) -> bool:
    """Tell whether nothing but names and fillers stands beside a number: 从业人员5300那个."""
    rest = f"{what[: span[0]]}{what[span[1] :]}".replace(NAME, "")
    return not re.sub(rf"{PARTICLE}|[\s是为]", "", rest)


def is_figure(text: str) -> bool:
    """Tell whether a text is one figure by itself: a quantity, or a word that stands where one could."""
    return isinstance(read_quantity(text), Quantity) or read_word(text) is not None
