"""Whether a text says that something was set up or is as it should be: 今年刚建立, 已建成投用, 运行正常, 健全."""

from __future__ import annotations

from zc_bot.parsing.language import written
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.pending import compile_later

_DONE = compile_later(
    written(
        r"(?:(?:今年|去年|本年|年初|年底|年内|20[0-9]{2}年(?:底|初|末)?|[0-9]{1,2}月(?:份|初|底)?|前年|早)+"
        r"(?:已经?|刚刚?|新|才|就)*|(?:(?:目前|现在|也|均|都)*(?:已经?|刚刚?|新|才|早就)+))(?:全部)?(?:<done>|建立|建)"
        r"(?:[并且、，, ]*(?:正式|正常|全面)?(?:<in_use>|<done>|运行|运转|使用))*(?:起来)?(?:了|的)*"
        r"|(?:目前|现在|已经?|都|均|也|全部|全)*(?:健全|完备|齐备|齐全|到位"
        r"|(?:正常|平稳|良好)运[行转作营]|运[行转作营](?:正常|良好|平稳))(?:了|的)*"
        r"|(?:is |are |was |were |now |already |all |fully )*(?:in place|up and running|in operation|set up)"
        r"(?: now| already)?(?: in| at| for)?"
        r"|we (?:do|have (?:one|1|it|them))",
        "told",
    )
)


def says_set_up(text: str) -> bool:
    """Tell whether all of a text says so; what is only planned or under way doesn't."""
    return _DONE.fullmatch(laid_out(text).strip(" ，,。.!！")) is not None
