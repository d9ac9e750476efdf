"""What a person sends into the dialogue: a tap on a button, or a text that may be a command word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zc_bot.parsing.numerals import FOLD

TapName = Literal[
    "community", "year", "walk", "standing", "same", "list", "metric", "reading", "answer", "skip", "retype",
    "menu", "back", "finish", "confirm", "cancel",
]
Command = Literal[
    "back", "cancel", "finish", "confirm", "later", "same", "menu", "list", "walk", "retype", "go_on",
]


@dataclass(frozen=True, slots=True)
class Tap:
    """A button; `arg` is a code, a year, the number of a reading, yes or no, or how a figure is
    skipped."""

    name: TapName
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


Reply = Tap | Typed

_WORDS: dict[Command, str] = {
    "back": "上一步 返回 后退 回去 上一个 back /back",
    "cancel": "/cancel 取消 取消填报 放弃 不报了 cancel",
    "finish": "完成 提交 核对并提交 填完了 好了 汇总 报完了 结束 done finish submit",
    "confirm": "确认 确定 确认提交 确认无误 没问题 对 对的 是 是的 ok yes confirm",
    "later": (
        "下一个 下一项 下一题 下个 以后再说 稍后 稍后再填 跳过 下次再填"
        " 暂无 暂无数据 暂时没有 还没统计 还没有数 不知道 不清楚 later skip"
    ),
    "same": "同去年 和去年一样 与去年相同 跟去年一样 全部同去年 固定项目同去年 不变 没变化 same",
    "menu": "菜单 目录 返回菜单 menu",
    "list": "选指标 选一项填 再填一项 指标 全部指标 list",
    "retype": "重新填 重填 搞错了 写错了 填错了 打错了 错了 算了 不对 retype",
    "go_on": "接着填 接着报 接着填报",
    "walk": "逐项填 逐项填写 继续 继续填 一项一项填 开始 next continue",
}
_COMMANDS = {word: command for command, words in _WORDS.items() for word in words.split()}
_TAKEN_BACK = re.compile(
    "(?:撤回|撤销|收回|作废|撤掉)(?:刚才|刚刚|上面|上一个)?的?(?:那个|这个|这条|那条|填的|报的|数字?|一下|吧|了)*"
)
_QUESTION = re.compile(
    r"[?？吗呢]$|(?:没问题|没错|对|行|可以)吧$|(?<!也)有没有|是不是|是否达|多少|为什么|为何|怎么|是什么|哪些|什么(?:原因|意思|数)?$|^(?:what|why|how|which|when)\b",
    re.IGNORECASE,
)
_CHOOSES = re.compile(r"的(?:众创)?(?:社区|园区|单位|地方|那几家|那些)[。！!\s]*$")
"""What names communities by a figure rather than a figure: 初创达129家的社区."""
_CORRECTION = re.compile(
    r"(?:(?:不对|错了|写错了|填错了|更正|改正|搞错了|wrong|no\b|不是(?=[\s,，。:：]|应))[\s,，。:：]+|(?:不对|更正|改正)(?=应|改|是|为))"
    r"(?:应该是|应该|应为|改成|改为|是|为|it'?s)?[\s,，:：]*(?P<value>\S.*)"
    r"|不是[^,，。]{1,20}[,，](?:而)?是(?P<instead>\S.*)"
    r"|(?:应该是|应为|改成|改为)\s*(?P<plain>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def command(text: str) -> Command | None:
    """Read a text as a command word; what takes a figure back is to type it again."""
    plain = text.translate(FOLD).strip(" 。.!！～~").lower()
    return "retype" if _TAKEN_BACK.fullmatch(plain) else _COMMANDS.get(plain)


def is_question(text: str) -> bool:
    """Tell whether a text asks something, so that it is never taken as an answer."""
    return (_QUESTION.search(text.strip()) or _CHOOSES.search(text.strip())) is not None


def correction(text: str) -> str | None:
    """Give what a correction says instead: 不对 是128 gives 128."""
    match = _CORRECTION.fullmatch(text.strip())
    return None if match is None else (match["value"] or match["instead"] or match["plain"]).strip()
