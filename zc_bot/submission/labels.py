"""Labels of a form typed line by line, before a community or year, and its remarks: 社区：通创 · Remarks: …."""

from __future__ import annotations

from zc_bot.parsing.laid import Laid
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.sheets.headings import column_of
from zc_bot.submission.facts import Facts
from zc_bot.submission.sections import says_more

_LABELLED = compile_later(
    r"[ \t]*(?P<label>[\u4e00-\u9fff]{1,8}|[A-Za-z][A-Za-z ]{2,18})[ \t]*[:：][ \t]*(?P<said>\S.*?)[ \t]*"
)


def without_labels(text: str, facts: Facts) -> str:
    """Leave out the label of a line that says a community or a year, and a line of remarks that touch no figure."""
    if "\n" not in text.strip():
        return text
    return "\n".join(_plain(line, facts) for line in text.split("\n"))


def _plain(line: str, facts: Facts) -> str:
    match = _LABELLED.fullmatch(line)
    column = None if match is None else column_of(match["label"])
    if match is None or column not in {"community", "year", "reason"}:
        return line
    if column == "reason":
        return line if has_digit(match["said"]) or says_more(match["said"], facts) else ""
    return line if Laid(laid_out(match["said"]), facts.lexicon, facts.today).metrics else match["said"]
