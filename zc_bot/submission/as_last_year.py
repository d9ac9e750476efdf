"""All the rest said to be as last year: 除从业人员9870人外，其余均与去年相同; same as last year except Wi-Fi 100%."""

from __future__ import annotations

import re

from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.submission.relative import SAME

_LAST = r"(?:去年|上年|上一年|20[0-9]{2}年)"
_REST = compile_later(
    written(
        rf"[，,。；;\s]*<rest>(?:(?!社区|园区|单位|区县|街道)[^，,。；;0-9\n]){{0,12}}?(?:(?:均|都|全|也|皆)*(?:同|和|与|跟|按|照){_LAST}[^，,。；;0-9\n]{{0,8}}"
        rf"|(?:均|都|全)?(?:没变|未变|{SAME})了?(?=[，,。；;\s!！]|$))[。.!！]*"
        r"|(?i:[,;.]?\s*(?:and )?<rest_en>(?: figures)?(?: is| are| stays| stay| remains| remain)?(?: the)? "
        r"(?:same(?: as last year)?|unchanged|as last year)[.!]*)"
        rf"|^(?:全部|都|所有|数据|各项)*(?:同|和|与|跟|按|照){_LAST}的?都?(?:一样|相同|一致|持平|不变)[，,]?(?:只有|除了?)"
        r"|(?i:(?:everything|all|all (?:the )?(?:other )?(?:fixed )?(?:items|figures))(?: else)?"
        r"(?: is| are| stays?| remains?)? "
        r"(?:unchanged|the same(?: as last year)?|as last year),? (?:except|but|apart from)(?: for)? )"
        r"|(?i:(?:the )?(?:same as last year|unchanged)(?: for)? (?:everything|all)(?: else)?,? "
        r"(?:except|but)(?: for)? )",
        "report", rest_en="(?:everything else|all else|the rest|all other figures|the others)",
    )
)
_EXCEPT = compile_later("^(?P<before>.*?)除了?(?P<what>[^，,。；;\n]*?)(?:之?外|以外)(?:[，,]|\\s*$)", re.DOTALL)
_BUT = compile_later(r"^\s*除了?(?=[^，,。；;\n]+?(?:变成|变为|改为|改成|是|为|有|增|减|[0-9]))")
"""Before what is not as last year, with what it is: 除了孵化器变成5个."""
_WHICH = compile_later("(?i),? which is(?: now)? ")


def without_rest(text: str) -> str | None:
    """Take out of a text that all the rest is as last year; None where it does not say so."""
    found = _REST.search(text)
    if found is None:
        return None
    left = f"{text[: found.start()]} {text[found.end() :]}"
    if (excepted := _EXCEPT.match(left)) is not None:
        left = f"{excepted['before']}{excepted['what']}，{left[excepted.end() :]}"
    left = _BUT.sub("", left)
    return _WHICH.sub(" ", left).strip(" ，,。；;")
