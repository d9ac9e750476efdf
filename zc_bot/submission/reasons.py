"""Whether a text says why a figure is unusual, or is something else that must never be kept as the reason."""

from __future__ import annotations

import re
from typing import Literal

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.numerals import NUMERAL_CHARS
from zc_bot.submission.facts import Facts
from zc_bot.submission.replies import command, is_question
from zc_bot.submission.vocabulary import tidy

SHORTEST_REASON, LONGEST_REASON = 2, 500
NoReason = Literal["question", "command", "empty", "too_long"]
_LEAD = "(?:我|要|想|请|麻烦|帮我|把|先|那|还是|算了|就)*"
_THIS = "(?:刚才|刚刚|上面|前面|上一)?的?(?:这|那|该|此)?(?:个|条|项|一项|一条)?(?:数字?|填的|报的|它)?"
_WITHDRAWAL = re.compile(
    rf"{_LEAD}{_THIS}(?:撤回|撤销|撤掉|收回|作废|取消|删掉|删除|删|去掉|拿掉|不要)(?:了|掉)?{_THIS}(?:吧|了|一下|算了)*"
    rf"|{_LEAD}{_THIS}不(?:报|填|要|写|交)(?:这|那)?(?:个|项|条)?(?:了|吧)*"
    r"|(?:我|刚才|刚刚|上面|这个|数字?)*(?:报|填|写|打|输|搞|弄|敲|发)(?:错|混)(?:了|数了|行了|啦)"
    r"|(?:please )?(?:withdraw|remove|delete|drop|cancel|undo)(?: (?:it|this|that|this one|that one))?"
)
_CLAUSES = re.compile(r"[,，。.;；!！\n]+")
_TIME = (
    r"(?:今天|明天|后天|昨天|今晚|明早|明晚|上午|下午|中午|早上|晚上|凌晨|周末|月底|月初|年底|年初|下周|本周|这周|上周|下个?月|本月|上个?月"
    r"|(?:周|星期|礼拜)[一二三四五六日天]|[0-9一二三四五六七八九十]+(?:点钟?|时|分|日|号|月|天|小时|分钟|周)(?:半|整|后|前|以后|之后)?"
    r"|[0-9]{1,4}[-/.:][0-9]{1,2}(?:[-/.:][0-9]{1,2})?|am|pm|today|tomorrow|monday|tuesday|wednesday|thursday|friday)"
)
_UNITS = r"[万亿]?(?:元|人|名|家|户|个|项|处|平方米|平方公里|平米|平|亩|公顷|年|成|倍)|个?百分点"
_NUMBER = rf"[+-]?[0-9{NUMERAL_CHARS}][0-9.,，%％{NUMERAL_CHARS}]*(?:{_UNITS})?"
_NOTHING = re.compile(
    "|".join(
        (
            _TIME, _NUMBER, r"[\s，,。.;；:：、!！?？~～\-—()（）“”\"'=]+",
            alternatives("reason.empty"),
        )
    ),
    re.IGNORECASE,
)  # fmt: skip
_TELLING = re.compile("[\u4e00-\u9fffa-z]", re.IGNORECASE)


def no_reason(text: str, facts: Facts) -> NoReason | None:
    """Say what a text is that gives no reason; None for one that does.

    What is left of a reason without its numbers, times, names and words of courtesy still says something.
    """
    said = " ".join(text.split())
    if command(said) is not None or said.startswith(("/", "／")):
        return "command"
    if is_question(said):
        return "question"
    if len(said) > LONGEST_REASON:
        return "too_long"
    plain = tidy(said)
    for span in reversed(facts.vocabulary.find(plain)):
        plain = f"{plain[: span.start]} {plain[span.end :]}"
    return None if len(_TELLING.findall(_NOTHING.sub("", plain))) >= SHORTEST_REASON else "empty"


def withdraws(text: str) -> bool:
    """Tell whether a text takes the figure in question back: 撤回刚才那个, 我报错了, 这一项不报了."""
    clauses = [clause.strip().lower() for clause in _CLAUSES.split(text) if clause.strip()]
    return bool(clauses) and _WITHDRAWAL.fullmatch(clauses[-1]) is not None
