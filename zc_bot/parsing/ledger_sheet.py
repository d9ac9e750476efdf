"""A sheet of what is on record beside the figures: 导出补助表, 里程碑导成表给我, export the decisions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.meaning import Intent, Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.reading import Reading

TOPICS: Mapping[Intent, str] = {
    "support": "ledger support", "milestone": "ledger milestone", "decision": "ledger decision",
    "target": "ledger target",
}
"""The topic of an `export` that is of what is on record, by what was looked at before it."""


def wants_ledger_sheet(text: str) -> str | None:
    """Name what of the record a text wants as a file; None where it wants no file, or nothing of the record."""
    if not _WANTED.search(text) or _NOT_WANTED.search(text):
        return None
    found = [topic for topic, noun in _NOUNS.items() if noun.search(text)]
    return found[0] if len(found) == 1 else None


def ledger_sheet(topic: str, reading: Reading) -> Meaning | None:
    """Ask for a sheet of what is on record, of the places and years that are named; None beside a figure."""
    if reading.metrics or reading.doubts:
        return None
    return Meaning(
        "export", reading.typed, communities=reading.communities, years=tuple(sorted(reading.years)), topic=topic,
        rule="a sheet of the record",
    )


_WANTED = compile_later(
    lambda: f"{alternatives('picture.take')}|(?:{alternatives('picture.sheet')})|{alternatives('files.take')}",
    re.IGNORECASE,
)
_NOT_WANTED = compile_later(lambda: f"{alternatives('picture.blank')}|{alternatives('files.others')}", re.IGNORECASE)
_NOUNS = {
    TOPICS["support"]: compile_later(lambda: alternatives("files.support"), re.IGNORECASE),
    TOPICS["milestone"]: compile_later(lambda: alternatives("files.milestone"), re.IGNORECASE),
    TOPICS["decision"]: compile_later(lambda: alternatives("files.decision"), re.IGNORECASE),
    TOPICS["target"]: compile_later(lambda: alternatives("files.target"), re.IGNORECASE),
}
