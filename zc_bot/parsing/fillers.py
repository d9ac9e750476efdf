"""A value without what stands around it: greetings, fillers and punctuation that change nothing about it."""

from __future__ import annotations

from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.pending import compile_later

_GREETING = compile_later(
    written(r"^\s*[\u4e00-\u9fff]{0,8}(?:<title>好|<greeting>)[，,。!！、\s]+", "report")
)
_SENDER = compile_later(
    written(
        r"<sender>(?P<place>[^，,。:：\n]{0,16}?)的?(?:[小老][\u4e00-\u9fff]"
        r"|[\u4e00-\u9fff]{1,2}<title>)(?=[，,。:：\s])",
        "report",
    )
)
FILLER = alternatives("report.filler")
_LEADING = compile_later(rf"(?:[\s,，、;；:：=。—]|--+|{FILLER})+(?=\S)")
_TRAILING = compile_later(r"(?:[\s,，、;；。.!！]|(?:了|吧|哈|啊|呢|呀|哦|啦)(?=[\s,，、;；。.!！]*$))+$")


def without_greeting(text: str) -> str:
    """Leave out whom a report greets first, and who sends it."""
    return _SENDER.sub(r"\g<place>", _GREETING.sub("", text))


def value_text(piece: str) -> str:
    """Take fillers and punctuation off a value: 改成46亿。 is 46亿; a lone 是 stays."""
    piece = _TRAILING.sub("", piece.strip())
    while (match := _LEADING.match(piece)) is not None:
        piece = piece[match.end() :]
    return piece
