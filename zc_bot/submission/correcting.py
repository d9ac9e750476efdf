"""Corrections in words: which figure is meant, by its name, value or position, and what becomes of it.

    初创写错了，应该是132 · 不是130，是131 · 把5300改成5400 · 上一个改成72亿 · 第二项改成4 · 总产值报错了
    删掉从业人员 · 初创不报了 · 最后一个去掉 · 撤回刚才那个
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zc_bot.parsing.conversion import Reading, read_figure
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.words import read_word
from zc_bot.policy.programme import Programme
from zc_bot.submission.facts import Facts
from zc_bot.submission.fillers import value_text
from zc_bot.submission.replies import is_question
from zc_bot.submission.vocabulary import tidy

LATEST, FINAL = -1, -2
"""The figure that came last; the one that stands last."""
NEAR = 10
"""A figure that a bare number may be meant for is at most so many times as large or as small."""
_LEAD = (
    r"(?:(?:啊|哦|噢|哎|呀|抱歉|不好意思|对不起|麻烦(?:您|你)?|请(?:您|你)?|帮我|帮忙|我|把|将|那(?![个项条])就?|先|要|想|(?:刚才|刚刚|刚(?![才刚])|上面|前面)(?![的那这])"
    r"|我们|报的|填的|写的|说的|发的|please|the|sorry)[\s,，、的]*)*"
)
_DROP = (
    "(?:删掉|删除|删了|删去|删|去掉|去除|拿掉|移除|划掉|撤掉|撤回|撤销|取消|作废|清掉|清除|不要"
    "|remove|delete|drop|take off)"
)
_DROPPED = (
    rf"(?:{_DROP}(?:了|掉|吧)*|(?:先|就)*不(?:用|想|要)?(?:报|填|写|上报|提交|算)(?:了|吧)*|(?:先)?(?:空着|不算了?)|作废)"
)
_WRONG = (
    r"(?:(?:我|又|是|好像|可能)*(?:写|报|填|打|输|说|弄|搞|记|看|算|录)(?:错|反|串|混|多|少)(?:数|行|位)?了?"
    r"|错了?|不对|有误|有错|不准|有问题|(?:is|was) wrong|wrong)"
)
_TO = (
    r"(?:改成|改为|改到|改|更正为|更正成|修改为|换成|写成|应该是|应该为|应当是|应为|应是|应该|实际是|实际为|其实是|而是|是|为"
    r"|change to|should be|to|is|=|:|：)"
)
_TO_NEW = _TO.replace("|而是|是|为", "").replace("|to|is|=|:|：", "|to")
_POINTER = re.compile(
    r"(?P<last>(?:上|前|最近|刚才|刚刚)的?[那这]?一?[个项条]数?|the last one|last one)"
    r"|(?P<final>最后的?[那这]?一?[个项条]数?|末尾那?[个项条])"
    r"|第(?P<nth>[0-9一二三四五六七八九十]{1,2})[个项条](?:数字?)?"
    r"|(?P<this>[这那该此]一?[个项条]?(?:数字?)?|它|it|this|that)"
)
_ALL = re.compile("(?:全部|所有|全|都|统统)(?:的)?(?:数据?|项)?")
_SEPARATOR = r"[\s,，、。:：;；]*"
_PARTICLE = r"(?:了|吧|啊|呀|哈|的|数|数据|那个|那项|那条|这个|这项|这条|这一项|那一项)*"


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


@dataclass(frozen=True, slots=True)
class _Target:
    """How a text points at the figure it is about."""

    old: str = ""
    nth: int = 0
    everything: bool = False
    points: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A figure that a correction may be about."""

    metric: str
    value: Decimal | None


def read_correction(text: str, facts: Facts) -> Correction | None:
    """Read a text that corrects a figure or takes one off; None for any other, a question among them."""
    said = tidy(text).strip(" 。.!！~～")
    if not said or is_question(text) or len(said) > LONGEST:
        return None
    spans = [one for one in facts.vocabulary.find(said) if one.kind == "metric"]
    if any(len(one.codes) > 1 for one in spans):
        return None
    metrics = tuple(dict.fromkeys(one.code for one in spans))
    bare = said
    for one in reversed(spans):
        bare = f"{bare[: one.start]}{_NAME}{bare[one.end :]}"
    return _dropping(bare, metrics) or (_changing(bare, metrics) if len(metrics) < 2 else None)


LONGEST = 60
_NAME = "\ue000"
"""Stands for the name of a metric."""
_NAMES = rf"{_NAME}(?:[\s,，、和与及跟]*{_NAME})*"
_DROPPING = re.compile(
    rf"{_LEAD}(?:{_DROPPED}{_SEPARATOR}{_LEAD}(?P<after>.*?)|(?P<before>.*?){_SEPARATOR}(?:{_WRONG})?{_SEPARATOR}{_DROPPED}){_PARTICLE}"
)
_CHANGING = (
    re.compile(
        rf"{_LEAD}(?P<what>.*?){_SEPARATOR}不是(?P<old>[^,，]+?)[,，;； ]+(?:而|应该|应当|应)?(?:是|为)(?P<new>\S.*)"
    ),
    re.compile(
        rf"{_LEAD}(?P<what>.*?){_SEPARATOR}(?:写|报|填|打|输|录|记)成了?(?P<old>[0-9][^\s,，、。;；]*?)了?[\s,，、。;；]+"
        rf"(?:{_TO})?[\s,，]*(?P<new>\S.*)"
    ),
    re.compile(
        rf"{_LEAD}(?P<what>.*?){_SEPARATOR}(?:少|多|漏)(?:报|写|填|算|打|输|记)了?[0-9一二两三四五六七八九十]+[^\s,，0-9]?"
        rf"[\s,，、。;；]+(?:{_TO})?[\s,，]*(?P<new>\S.*)"
    ),
    re.compile(
        rf"{_LEAD}(?P<what>.*?){_SEPARATOR}{_WRONG}"
        rf"(?:(?:[\s,，、。;；]*(?:{_TO}){{1,2}}|[\s,，、。;；]+|(?={_NAME}))[\s,，]*(?P<new>\S.*))?"
    ),
    re.compile(rf"{_LEAD}(?P<what>.*?)\s*{_TO_NEW}\s*(?P<new>\S.*)"),
)


def _dropping(said: str, metrics: tuple[str, ...]) -> Correction | None:
    match = _DROPPING.fullmatch(said)
    if match is None:
        return None
    target = _target((match["after"] if match["after"] is not None else match["before"]) or "", metrics)
    if target is None:
        return None
    return Correction(True, metrics, target.old, target.nth, "", target.everything, target.points)


def _changing(said: str, metrics: tuple[str, ...]) -> Correction | None:
    for pattern in _CHANGING:
        match = pattern.fullmatch(said)
        if match is None:
            continue
        groups = match.groupdict()
        said_new = groups.get("new") or ""
        if pattern is _CHANGING[3] and not groups["what"] and metrics and said_new.startswith(_NAME):
            said_new = said_new.removeprefix(_NAME)  # 不对，从业人员是3400人
        new, old = value_text(said_new), value_text(groups.get("old") or "")
        target = _target(groups["what"] or "", metrics)
        plain = pattern is _CHANGING[4] and metrics and target is not None and not target.old and not target.nth
        if target is None or target.everything or not all(map(_is_figure, filter(None, (new, old)))):
            continue
        if not (new or groups.get("old") or pattern is _CHANGING[3]):
            continue
        return Correction(False, metrics, old or target.old, target.nth, new, False, target.points, bool(plain))
    return None


def _target(what: str, metrics: Sequence[str]) -> _Target | None:
    """Read what stands for the figure meant; None where it is nothing that stands for one."""
    what = what.strip(" ,，、。:：")
    if (match := _POINTER.fullmatch(re.sub("[的了]$", "", what))) is not None:
        nth = int(read_numeral(match["nth"]) or 0) if match["nth"] else LATEST if match["last"] else 0
        nth = FINAL if match["final"] else nth
        return _Target(nth=nth, points=nth == 0)
    what = re.sub(rf"^{_LEAD}|{_PARTICLE}$", "", what)
    if not what:
        return _Target()
    if metrics and re.fullmatch(rf"{_NAMES}(?:的)?(?:数|这项|这个|那个|那项|都|全)*", what):
        return _Target()
    if _ALL.fullmatch(what):
        return _Target(everything=True)
    if not metrics and isinstance(read_quantity(value_text(what)), Quantity):
        return _Target(value_text(what))
    if metrics and _NAME in what and len(found := find_quantities(what)) == 1 and _only(what, found[0][0]):
        return _Target(what[slice(*found[0][0])])
    return None


def _only(what: str, span: tuple[int, int]) -> bool:
    """Tell whether nothing but names and fillers stands beside a number: 从业人员5300那个."""
    rest = f"{what[: span[0]]}{what[span[1] :]}".replace(_NAME, "")
    return not re.sub(rf"{_PARTICLE}|[\s是为]", "", rest)


def _is_figure(text: str) -> bool:
    return isinstance(read_quantity(text), Quantity) or read_word(text) is not None


def meant(correction: Correction, held: Sequence[Held], programme: Programme) -> tuple[str, ...]:
    """Find which of the figures held, the latest last, a correction may be about."""
    if correction.metrics:
        found = [one for one in held if one.metric in correction.metrics]
    elif correction.nth == LATEST:
        found = list(held[-1:])
    elif correction.nth:
        found = _at(correction.nth, held, programme)
    else:
        found = list(held)
    if correction.old:
        found = [one for one in found if _is_value(correction.old, one, programme)]
    if len(found) > 1 and correction.new and not correction.metrics:
        found = [one for one in found if _could_be(correction.new, one, programme)] or found
    return tuple(one.metric for one in found)


def _at(nth: int, held: Sequence[Held], programme: Programme) -> list[Held]:
    """Find the figure at a place, counted as they were typed and as the card shows them: two, where these differ."""
    order = list(programme.metric)
    as_shown = sorted(held, key=lambda one: order.index(one.metric))
    at = len(held) - 1 if nth == FINAL else nth - 1
    return list(dict.fromkeys((held[at], as_shown[at]))) if 0 <= at < len(held) else []


def _is_value(text: str, one: Held, programme: Programme) -> bool:
    read = read_figure(text, programme.metric[one.metric])
    return isinstance(read, Reading) and one.value is not None and read.value == one.value


def _could_be(text: str, one: Held, programme: Programme) -> bool:
    """Tell whether a text can be a new figure of a metric: its unit fits and it is of the size of the one before."""
    read = read_figure(text, programme.metric[one.metric], one.value)
    if not isinstance(read, Reading):
        return False
    if not one.value or not read.value:
        return True
    return one.value / NEAR <= read.value <= one.value * NEAR
