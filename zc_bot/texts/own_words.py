"""What the program says itself, and what its programme names: no name that stands in it is told from a word."""

from __future__ import annotations

from zc_bot.policy.programme import Programme
from zc_bot.texts.catalog import LANGS, messages


def own_words(programme: Programme) -> frozenset[str]:
    """Return names of places, offices and figures, the policy, and every message, for `erasing.erase`."""
    said = {text for lang in LANGS for text in messages(lang).values()}
    policy = {label(lang) for one in programme.facts for label in (one.title, one.text) for lang in LANGS}
    policy |= {label(lang) for one in programme.requirements for label in (one.name, one.text) for lang in LANGS}
    return programme.public_names | policy | said
