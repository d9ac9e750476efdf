"""The wording: TOML files of messages per language, filled in with everything typed by people made inert.

Whatever is said again goes through here, so that nothing hidden in it is, in whatever message.
"""

from __future__ import annotations

import html
import string
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from zc_bot import toml_cache
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.hidden import quoted
from zc_bot.policy.languages import LANGS, Lang

__all__ = ["LANGS", "Lang", "Texts", "join", "messages", "texts_for"]
_TAG = compile_later(r"<[^<>]*>")
_SINGULAR = {"figures": "figure", "communities": "community", "days": "day", "years": "year", "times": "time",
             "targets": "target", "requirements": "requirement"}
_ONE = compile_later(rf"(?<![\w.,/-])(1(?:</b>)? )({'|'.join(_SINGULAR)})\b")
FOLDER = Path(__file__).parent


def messages(lang: Lang) -> Mapping[str, str]:
    """All messages of a language by `file.key` (nested tables join with dots), from texts/<lang>/*.toml."""
    return texts_for(lang).messages


def _read(lang: Lang) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((FOLDER / lang).glob("*.toml")):
        _flatten(path.stem, toml_cache.read(path), found)
    return found


def _flatten(prefix: str, table: Mapping[str, Any], into: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _flatten(f"{prefix}.{key}", value, into)
        else:
            into[f"{prefix}.{key}"] = value.strip("\n")


_Parts = tuple[tuple[str, str | None], ...]
"""A message as what is said and the names of what is filled in, in their order."""


def _parts(message: str) -> _Parts | None:
    """Take a message apart; None where more is done to a value than to put it in."""
    found: list[tuple[str, str | None]] = []
    for said, name, form, conversion in string.Formatter().parse(message):
        if name is not None and (form or conversion or not name.isidentifier()):
            return None
        found += [(said, None)] if name is None else [(said, None), ("", name)]
    return tuple(found)


def _inert(value: object) -> str:
    """Write a value as HTML; most are HTML already, or numbers, of which nothing is to be escaped."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    return str(value) if kind is int else escape(_quoted(value))


def _quoted(value: Any) -> Any:
    """Take out of what somebody may have typed what nobody sees; what is worded already holds none of it."""
    return quoted(value) if type(value) is str else value


def _all_quoted(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: _quoted(value) for name, value in values.items()}


class Texts:
    """One language's wording.

    `texts("ask.value", name=x)` is Telegram HTML as `Markup`: arguments are escaped unless they are
    `Markup` themselves. `texts.plain(...)` is the same without HTML, for buttons, toasts and files.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._parts: dict[str, _Parts | None] = {}

    @cached_property
    def messages(self) -> Mapping[str, str]:
        """What is said under each key; read when something is first worded."""
        return _read(self.lang)

    def _taken_apart(self, key: str) -> _Parts | None:
        try:
            return self._parts[key]
        except KeyError:
            parts = self._parts[key] = _parts(self.messages[key])
            return parts

    def __call__(self, key: str, **values: object) -> Markup:
        if (parts := self._taken_apart(key)) is None:
            return Markup(self.messages[key]).format(**_all_quoted(values))
        # Markup's formatter takes the message apart each time anew, most of the time of wording an answer.
        said = "".join([said if name is None else _inert(values[name]) for said, name in parts])
        return Markup(self._agreeing(said, values))

    def plain(self, key: str, **values: object) -> str:
        if (parts := self._taken_apart(key)) is None:
            return self._agreeing(self.messages[key].format(**_all_quoted(values)), values)
        said = "".join([said if name is None else str(_quoted(values[name])) for said, name in parts])
        return self._agreeing(said, values)

    def _agreeing(self, said: str, values: Mapping[str, object]) -> str:
        """Put what is counted in the singular where there is one of it; Chinese has no plural."""
        if self.lang != "en" or 1 not in values.values():
            return said
        return _ONE.sub(lambda match: match[1] + _SINGULAR[match[2]], said)

    def has(self, key: str) -> bool:
        return key in self.messages


_TEXTS = {lang: Texts(lang) for lang in LANGS}


def texts_for(lang: Lang) -> Texts:
    return _TEXTS[lang]


def join(parts: Iterable[Markup | str], glue: str = "\n") -> Markup:
    """Join pieces of HTML; plain strings among them are escaped."""
    return Markup(glue).join(_inert(part) for part in parts)


def without_html(text: Markup) -> str:
    """Return a message's text alone, as a person reads it."""
    return html.unescape(_TAG.sub("", text))
