"""Words of a report that change nothing about a figure: a closed list; every other word beside one is asked about."""

from __future__ import annotations

import re

from zc_bot.parsing.language import alternatives

_GREETING = re.compile(
    r"^\s*[\u4e00-\u9fff]{0,8}(?:(?:主任|科长|处长|局长|经理|老师|书记|总)好"
    r"|您好|你好|早上好|上午好|下午好|晚上好|早)[，,。!！、\s]+"
)
_SENDER = re.compile(
    r"(?:我是|我系|这里是)(?P<place>[^，,。:：\n]{0,16}?)的?(?:[小老][\u4e00-\u9fff]|[\u4e00-\u9fff]{1,2}(?:主任|科长|经理|老师))(?=[，,。:：\s])"
)
FILLER = alternatives("report.filler")
_LEADING = re.compile(rf"(?:[\s,，、;；:：=。—]|--+|{FILLER})+(?=\S)")
_TRAILING = re.compile(r"(?:[\s,，、;；。.!！]|(?:了|吧|哈|啊|呢|呀|哦|啦)(?=[\s,，、;；。.!！]*$))+$")


def without_greeting(text: str) -> str:
    """Leave out whom a report greets first, and who sends it."""
    return _SENDER.sub(r"\g<place>", _GREETING.sub("", text))


def value_text(piece: str) -> str:
    """Take fillers and punctuation off a value: 改成46亿。 is 46亿; a lone 是 stays."""
    piece = _TRAILING.sub("", piece.strip())
    while (match := _LEADING.match(piece)) is not None:
        piece = piece[match.end() :]
    return piece
