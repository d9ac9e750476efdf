"""What would change an answer and what no answer here takes in is said, or asked about: on record, what if, women.

    省级备案过的高新占比分别几多 · 再添五个亿能过线吗 · 能达有多少人, 男的女的各多少
"""

from __future__ import annotations

from dataclasses import replace

from zc_bot.parsing.clarify import clarify_reading
from zc_bot.parsing.dated import FIGURES
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.rule import Asked

_NUMBER = "(?:百分之)?[0-9一二三四五六七八九十百千两]+"
_WHAT_IF = compile_later(
    f"(?:再|另外|多)[^|，。]{{0,2}}?(?:添|加|增加?|投|招|建|引进?|涨|长)(?:了|上|个|到)?{_NUMBER}(?![^|]{{0,4}}才)"
    f"|(?:要是|如果|假如|假设|倘若)[^|，。]{{0,14}}?(?:添|加|增加?|投|招|建|引进?|涨|长|多|少|降|减)(?:了|上|个|到)?{_NUMBER}"
    "|(?<![a-z])(?:if|suppose|assuming)(?![a-z])[^.?]{0,40}?(?<![a-z])(?:add|added|gain|gained|grew|grow|had|more|extra)"
    "(?![a-z])[^.?]{0,16}[0-9]|(?<![a-z])(?:another|extra) [0-9][^?]{0,40}(?:enough|pass|meet|reach)"
)
"""A figure that somebody supposes, and no one reported."""
_ON_RECORD = compile_later(
    "(?:省级?|省里)(?:已经?)?备(?:过|了)?案?(?:过|了)?的|(?:没|未|还没|没有)(?:有)?(?:省级?|省里)?备(?:过)?案的|备(?:过|了)案的"
    "|(?:those|ones|communities) (?:on|with|without) (?:the |a )?provincial (?:record|filing)"
)
"""Those that are on record, or are not, which no figure is chosen by."""
_OF_SOME_PEOPLE = compile_later(
    "(?<![子儿])[男女](?:的|性|员工|职工)?(?![儿子方士])|本科|大专|硕士|博士|外资|内资|民营|国有|外地人?|本地人?|兼职|临时工"
    "|(?<![a-z])(?:wo)?m[ae]n(?![a-z])|(?<![a-z])(?:fe)?males?(?![a-z])|graduates|part[ -]?timers?|foreign[ -]owned"
)
"""A part of a figure that nobody reports, asked for after the whole."""


def what_is_beyond(found: Meaning, asked: Asked) -> Meaning:
    """Say, or ask about, what a text asks for beyond what its answer would take in; else leave it as it is."""
    text = asked.reading.text
    if found.intent not in FIGURES:
        return found
    if _WHAT_IF.search(text) is not None:
        return Meaning("help", found.question, topic="what_if", rule="what if")
    if _ON_RECORD.search(text) is not None:
        return clarify_reading(asked, [found], "unclear") if found.query is None else asked.meaning(
            "clarify", reason="unclear", rule="on record"
        )
    part = _OF_SOME_PEOPLE.search(text) if "metrics" in found.carried else None
    if part is not None:
        return replace(asked.meaning("unknown", other_metric=part[0], reason="metric"), rule="a part of it")
    return found
