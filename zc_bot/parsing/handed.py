"""What is wanted as a picture or a sheet, in whatever words: …的截图发我一张, 把刚才的弄成excel, as an image.

The words for the thing, and for handing it over, are taken out as one run; the rest is what it is to be of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.values import dataclass

Thing = Literal["thing", "sheet"]
_EDGES = " ，,。.!！?？、的"


@dataclass(frozen=True, slots=True)
class Handed:
    """rest: what is left without the words for the thing; '' where it points at what was just shown."""

    rest: str


def handed(text: str, thing: Thing) -> Handed | None:
    """Take a text apart that wants something as a picture (`thing`) or a `sheet`; None for others."""
    named, run, around, that = _OF[thing]
    if thing == "sheet" and _ONLY_TAKEN_OUT.fullmatch(text.strip(_EDGES)):
        return Handed("")
    if named.search(text) is None:
        return None
    found = [match for match in run.finditer(text) if match["thing"]]
    if not found or _BLANK.search(text) or (thing == "sheet" and _WHOSE.search(text)):
        return None
    whole = found[-1]
    rest = f"{text[: whole.start()]} {text[whole.end() :]}".strip(_EDGES)
    if that.fullmatch(rest):
        return Handed("")
    return Handed(around.sub("", rest).strip(_EDGES))


def sheet_of(found: Meaning, text: str) -> Meaning:
    """Ask for a sheet of what a question looks at: its communities, or those that its answer chose, and its years."""
    query = found.query
    places = found.communities or found.implied
    if query is not None:
        places = found.found if query.places.is_described else query.places.codes
    elif found.limit is not None or found.intent == "filter":
        places = found.found
    metrics = found.metrics or (() if query is None else tuple(one.metric for one in query.measures if one.metric))
    years = found.years or (() if query is None else query.years) or (() if found.shown is None else (found.shown,))
    return Meaning(
        "export", text, communities=places, metrics=tuple(dict.fromkeys(metrics)), years=tuple(sorted(years)),
        authority=found.authority, as_of=found.as_of, topic="csv" if "csv" in text.lower() else "", rule="a sheet",
    )


def _words(*senses: str) -> tuple[str, ...]:
    return tuple(alternatives(f"picture.{one}") for one in senses)


def _only_taken_out() -> str:
    take, hand, light, that = _words("take", "hand", "light", "that")
    return rf"(?=.*?(?:{take}))(?>{take}|{hand}|{light}|{that}|\s)++"


_NO_PART = "(?!(?<=[地意企蓝])图|(?<=[报代发手仪图])表)"


def _between(thing: Thing) -> str:
    """Words that hand a thing over, never taken apart in another way, so that no text takes long."""
    things, hand, light = _words(thing, "hand", "light")
    return rf"(?>(?!{_NO_PART}(?:{things}))(?:(?:{hand})(?!板)|{light}|[\s，,]))"


def _run(thing: Thing) -> str:
    between, (things,) = _between(thing), _words(thing)
    return rf"{between}*+(?P<thing>{_NO_PART}(?:{things}))(?![书谋纸示现])(?:{between}|{things})*+"


def _around(thing: Thing) -> str:
    return rf"^{_between(thing)}++|(?<=.){_between(thing)}++$"


def _that(thing: Thing) -> str:
    return rf"(?>{_words('that')[0]}|{_between(thing)}|的)*+"


_ONLY_TAKEN_OUT = compile_later(_only_taken_out, re.IGNORECASE)
"""What is only to be taken along, with no word for the sheet: 能导出来吗, download that."""
_BLANK = compile_later(lambda: _words("blank")[0], re.IGNORECASE)
"""What is filled in, or asked how to do."""
_WHOSE = compile_later(lambda: _words("whose")[0], re.IGNORECASE)
"""What asks for people: who handed the sheet in. Of a picture it asks who is to be seen in it."""
_OF: Mapping[Thing, tuple[re.Pattern[str], ...]] = {
    "thing": tuple(compile_later(one, re.IGNORECASE) for one in (
        lambda: _words("thing")[0], lambda: _run("thing"), lambda: _around("thing"), lambda: _that("thing"))),
    "sheet": tuple(compile_later(one, re.IGNORECASE) for one in (
        lambda: _words("sheet")[0], lambda: _run("sheet"), lambda: _around("sheet"), lambda: _that("sheet"))),
}
"""The thing; the run of words that hand it over; those at either end; what points back at what was shown."""
