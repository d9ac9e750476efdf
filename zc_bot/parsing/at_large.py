"""What is asked of communities at large, by no figure: 效益最好的, who is doing well. It is asked by which.

Nobody has said what counts as good: any order that was taken for it would be a guess.
"""

from __future__ import annotations

import re
from dataclasses import replace

from zc_bot.parsing.clarify import clarify_metric, clarify_order
from zc_bot.parsing.intents import answer
from zc_bot.parsing.language import written
from zc_bot.parsing.meaning import Choice, Meaning
from zc_bot.parsing.phrases import phrase
from zc_bot.parsing.rule import Asked

_AT_LARGE = re.compile(
    written("<aspect><near><rated>|<rated><near><aspect>|<alone>", "at_large", near="(?:[^a-z]{0,4}?|[a-z ]{0,18}?)")
)
_OPEN = frozenset({"unknown", "clarify"})


def ask_by_which(meaning: Meaning, asked: Asked) -> Meaning:
    """Ask by which figure what was not understood is to be judged; of one community, its verdicts first."""
    reading = asked.reading
    named = any((token.has("metric") or token.has("collision")) and not token.read_as for token in reading.tokens)
    if meaning.intent not in _OPEN or meaning.other_place or named or _AT_LARGE.search(reading.text) is None:
        return meaning
    bare = replace(asked, reading=replace(reading, metrics=(), doubts=(), leftovers=(), foreign=()))
    if not reading.communities:
        return replace(clarify_order(bare, answer), rule="at large")
    judged = phrase(asked.meaning("check", metrics=()), asked.lexicon.programme, asked.lang)
    found = clarify_metric(bare, answer)
    return replace(found, choices=(Choice(judged, judged), *found.choices), rule="at large")
