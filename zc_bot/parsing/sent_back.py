"""What was sent back, counted: 退回情况, 谁的数老被退回, returns by authority."""

from __future__ import annotations

from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.rule import Asked

SENT_BACK = compile_later("退回|打回|驳回|被退|sent back|(?<![a-z])return(?:s|ed)?(?![a-z])")
_RETURNS = compile_later(
    "(?:退回|打回|驳回)(?:的)?(?:情况|统计|名单|明细|记录|清单|汇总)|谁的.{0,8}被?(?:退回|打回|驳回)"
    "|哪[些几].{0,10}被(?:退|打|驳)回|被(?:退|打|驳)回.{0,6}(?:哪[些几]|谁)"
    "|(?:which|whose) .{0,30}(?:sent back|returned)|returns (?:by|per)(?![a-z])"
)


def of_returns(asked: Asked) -> bool:
    """Tell whether it is asked what was sent back of all: 退回情况, 谁的数老被退回."""
    reading = asked.reading
    return _RETURNS.search(reading.text) is not None and not (reading.metrics or reading.any("remind"))
