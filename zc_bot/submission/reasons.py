"""What a text is that is typed where a reason was asked for: a reason, or one of the things that never is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.numerals import NUMERAL_CHARS
from zc_bot.parsing.quantities import find_quantities
from zc_bot.parsing.words import read_word
from zc_bot.submission.facts import Facts
from zc_bot.submission.replies import command
from zc_bot.submission.vocabulary import tidy

SHORTEST_REASON, LONGEST_REASON = 2, 500
Kind = Literal["reason", "figure", "withdrawal", "retype", "question", "command", "empty", "too_long"]
_CLAUSES = re.compile(r"[,，。.;；!！\n]+")
_LEAD = "(?:我|要|想|请|麻烦|帮我|把|先|那|还是|算了|就|暂时)*"
_THIS = "(?:刚才|刚刚|上面|前面|上一)?的?(?:这|那|该|此)?(?:个|条|项|一项|一条)?(?:数字?|填的|报的|它)?"
_WITHDRAWAL = re.compile(
    rf"{_LEAD}{_THIS}(?:撤回|撤销|撤掉|收回|作废|取消|删掉|删除|删|去掉|拿掉|不要|忽略)(?:了|掉)?{_THIS}(?:吧|了|一下|算了)*"
    rf"|{_LEAD}{_THIS}不(?:想|用|必)?(?:报|填|要|写|交)(?:这|那)?(?:个|项|条)?(?:了|吧)*"
    rf"|{_LEAD}{_THIS}(?:先)?(?:空着|放着|放一放|搁着|留空)(?:吧|了)*"
    r"|(?:下次|回头|改天|明天|后天|晚点|晚些|稍后|待会儿?|过会儿?|等等|再等等|以后)(?:再)?(?:报|补|填|说|看|来|等等)?(?:吧|了|一下)*"
    rf"|{_LEAD}(?:我)?再(?:核实|核对|确认|查|看|问|想|等)(?:实|对)?(?:一下|看看|一查|想|等)?(?:吧|了)*"
    r"|(?:please )?(?:withdraw|remove|delete|drop|cancel|undo|forget)(?: (?:it|this|that|this one|that one))?|later"
)
_SLIP = re.compile(
    r"(?:抱歉|不好意思|对不起|哎呀|啊)?(?:我|刚才|刚刚|上面|这个|数字?)*"
    r"(?:(?:报|填|写|打|输|搞|弄|敲|发|看|按|点|抄)(?:错|混|多|少|漏|重|反|串)(?:了)?(?:数|行|位|列|一个?零?0?|了)*"
    r"|(?:多|少|漏)(?:打|写|输|填|敲|按|抄)了?(?:一?个|一|两个?|几个?)?(?:零|0|数|位)?"
    r"|手误|手滑|笔误|(?:单位|小数点|数字?|位数|行|列)(?:写|填|打|看|点|弄)?(?:错|反|串|不对)(?:了)?|错了|不对)(?:了|啦)?"
)
_BEFORE = re.compile("去年|上年|前年|往年|以前|上次|之前|原来|历年|20[0-9]{2}年")
_AMISS = re.compile("错|误|不准|不对|重复|漏|多报|少报|多算|少算|有问题|没统计|未统计|不全")
"""Said of an earlier year it explains a change, and is no slip of now."""
_ASKS = re.compile(
    r"[?？]$|(?:吗|呢|么)$|(?:多少|什么|怎么办|为何|为啥|啥)$|^(?:什么|啥|为什么|为何|为啥|怎么|哪|谁|多少|几)"
    r"|^(?:帮我|请|麻烦)?(?:查|看看|看一下|查一下|查查|提醒|帮助|告诉我)|^(?:what|why|how|which|when|who|help|remind)(?![a-z])",
    re.IGNORECASE,
)
_TIME = (
    r"(?:今天|明天|后天|昨天|今晚|明早|明晚|上午|下午|中午|早上|晚上|凌晨|周末|月底|月初|年底|年初|下周|本周|这周|上周|下个?月|本月|上个?月"
    r"|(?:周|星期|礼拜)[一二三四五六日天]"
    r"|[0-9一二三四五六七八九十]+(?:点钟?|时|分|日|号|月|天|小时|分钟|周)(?:半|整|后|前|以后|之后)?"
    r"|[0-9]{1,4}[-/.:][0-9]{1,2}(?:[-/.:][0-9]{1,2})?|am|pm|today|tomorrow|monday|tuesday|wednesday|thursday|friday)"
)
_UNITS = r"[万亿]?(?:元|人|名|家|户|个|项|处|平方米|平方公里|平米|平|亩|公顷|年|成|倍)|个?百分点"
_NUMBER = rf"[+-]?[0-9{NUMERAL_CHARS}][0-9.,，%％{NUMERAL_CHARS}]*(?:{_UNITS})?"
_MARKS = r"[\s，,。.;；:：、!！?？~～\-—()（）“”\"'=]+"
_NOTHING = re.compile("|".join((_TIME, _NUMBER, _MARKS, alternatives("reason.empty"))), re.IGNORECASE)
_NOT_ACTUAL = re.compile(rf"(?:{alternatives('reason.not_actual')})+", re.IGNORECASE)
"""What only says that the figure is none of the year's actual ones."""
_TELLING = re.compile("[\u4e00-\u9fffa-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a text is; figure: the new figure that it gives instead of a reason."""

    kind: Kind
    figure: str = ""


def read_reason(text: str, facts: Facts) -> Answered:
    """Tell what a text is that answers the question why."""
    said = " ".join(text.split())
    word = command(said)
    if withdraws(said) or word == "later":
        return Answered("withdrawal")
    if read_word(said) in {"not_applicable", "confidential"}:
        return Answered("figure", said)
    if word is not None or said.startswith(("/", "／")):
        return Answered("command")
    if _ASKS.search(said):
        return Answered("question")
    if len(said) > LONGEST_REASON:
        return Answered("too_long")
    if _BEFORE.search(said) and _AMISS.search(said):
        return Answered("reason")
    if _NOT_ACTUAL.fullmatch(_NOTHING.sub("", tidy(said))):
        return Answered("empty")
    if (instead := _beside_a_slip(said, facts)) is not None:
        return Answered("figure", instead)
    left, amounts = _left(said, facts), [quantity for _, quantity in find_quantities(said)]
    if left >= SHORTEST_REASON or (left and amounts):
        return Answered("retype") if _is_slip(said) else Answered("reason")
    if len(amounts) == 1:
        return Answered("figure", amounts[0].text)
    return Answered("retype" if _is_slip(said) else "empty")


def gives_reason(text: str, facts: Facts) -> bool:
    """Tell whether a text says why: enough for the reason in a sheet's row."""
    return bool(text.strip()) and read_reason(text, facts).kind == "reason"


def withdraws(text: str) -> bool:
    """Tell whether all of a text takes the figure in question back or puts it off: 撤回刚才那个, 我报错了，撤回."""
    clauses = _clauses(text)
    found = [_WITHDRAWAL.fullmatch(clause) is not None for clause in clauses]
    return any(found) and all(it or _SLIP.fullmatch(clause) for it, clause in zip(found, clauses, strict=True))


def _beside_a_slip(said: str, facts: Facts) -> str | None:
    """Give the one figure that is said beside a slip of the hand: 多打了个0，是5280."""
    clauses = _clauses(said)
    others = [clause for clause in clauses if not _SLIP.fullmatch(clause)]
    if len(others) != 1 or len(clauses) == 1:
        return None
    amounts = [quantity for _, quantity in find_quantities(others[0])]
    return amounts[0].text if len(amounts) == 1 and not _left(others[0], facts) else None


def _is_slip(text: str) -> bool:
    """Tell whether a text only says that the figure was mistyped: 手误, 小数点错了."""
    clauses = _clauses(text)
    return bool(clauses) and all(_SLIP.fullmatch(clause) for clause in clauses)


def _clauses(text: str) -> list[str]:
    return [clause.strip().lower() for clause in _CLAUSES.split(text) if clause.strip()]


def _left(said: str, facts: Facts) -> int:
    """Count the letters that say something: those left without numbers, times, names and words of courtesy."""
    plain = tidy(said)
    for span in reversed(facts.vocabulary.find(plain)):
        plain = f"{plain[: span.start]} {plain[span.end :]}"
    return len(_TELLING.findall(_NOTHING.sub("", plain)))
