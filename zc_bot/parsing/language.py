"""The words of the languages, as data: one phrase a line under its sense, in `data/language/`.

They are read with this module, as its code is, and never change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from zc_bot import toml_cache

FOLDER = Path(__file__).parents[2] / "data" / "language"


def phrases(sense: str) -> tuple[str, ...]:
    """Return every phrase of a sense (`report.filler`) in all languages, the longest first; KeyError without any."""
    return _PHRASES[sense]


def senses_of(section: str) -> tuple[str, ...]:
    """Name the senses of a section, in any language."""
    found = (sense for language in _TABLES for sense in language.get(section, {}))
    return tuple(dict.fromkeys(found))


def tables(section: str) -> Iterator[Mapping[str, Any]]:
    """Give the rows of a section that is a list of tables, of all languages."""
    for language in _TABLES:
        yield from language.get(section, ())


def every_phrase() -> Iterator[str]:
    """Give every phrase of every sense, of all languages."""
    for language in _TABLES:
        yield from _leaves(language)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)


def alternatives(sense: str) -> str:
    """Return a pattern that matches any phrase of a sense; Latin ones as whole words."""
    return _ALTERNATIVES[sense]


def is_said(text: str, sense: str) -> bool:
    """Tell whether any phrase of a sense stands in a text."""
    return re.search(alternatives(sense), text, re.IGNORECASE) is not None


def matching(words: Iterable[str]) -> str:
    """Return a pattern that matches any of some words, the longest first; Latin ones as whole words."""
    ordered = sorted(words, key=len, reverse=True)
    latin = "|".join(re.escape(word) for word in ordered if word.isascii())
    others = "|".join(re.escape(word) for word in ordered if not word.isascii())
    whole = rf"(?<![a-zA-Z])(?:{latin})(?![a-zA-Z])"
    return f"(?:{others})|{whole}" if latin and others else whole if latin else f"(?:{others})"


def written(template: str, section: str, **others: str) -> str:
    """Return a pattern in which <sense> stands for any phrase of `section.sense`, or for what `others` give."""

    def of(match: re.Match[str]) -> str:
        return others[match[1]] if match[1] in others else f"(?:{alternatives(f'{section}.{match[1]}')})"

    return re.sub("(?<!P)<([a-z_]+)>", of, template)


def said(section: str = "said") -> Iterator[tuple[str, tuple[tuple[str, ...], ...], int]]:
    """Give every sense that is said in parts, with the words of each part and the gap between, by language."""
    for table in _TABLES:
        senses: dict[str, Any] = dict(table.get(section, {}))
        gap = senses.pop("gap", 0)
        for sense, sequences in senses.items():
            for names in sequences:
                yield sense, tuple(tuple(table["parts"][name]) for name in names.split()), gap


def _by_sense(table: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, list[str]]]:
    """Give every sense of a language with its phrases."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _by_sense(value, f"{within}{name}.")
        elif isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            yield f"{within}{name}", value


def _collected() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for table in _TABLES:
        for sense, words in _by_sense(table):
            found.setdefault(sense, {}).update(dict.fromkeys(words))
    return {sense: tuple(sorted(words, key=len, reverse=True)) for sense, words in found.items()}


_TABLES: tuple[Mapping[str, Any], ...] = tuple(
    MappingProxyType(toml_cache.read(path)) for path in sorted(FOLDER.glob("*.toml"))
)
_PHRASES = MappingProxyType(_collected())
_ALTERNATIVES = MappingProxyType({sense: matching(words) for sense, words in _PHRASES.items()})
