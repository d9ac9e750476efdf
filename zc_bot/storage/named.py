"""Finding somebody's name in texts: whole, not as a part of another's, as it is written or escaped for HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Self

import orjson
from markupsafe import escape

from zc_bot.values import dataclass


@dataclass(frozen=True)
class Named:
    """Texts that name somebody. `others`: names of others, of which theirs may be a part (王芳 of 王芳芳)."""

    name: str
    others: frozenset[str] = frozenset()

    @classmethod
    def among(cls, name: str, everybody: Iterable[str]) -> Self:
        """Make what finds a name among the names of everybody who was ever admitted."""
        return cls(name, frozenset(everybody) - {name})

    @property
    def forms(self) -> frozenset[str]:
        """The name as it stands in plain texts and in HTML."""
        return _forms(self.name)

    @property
    def in_json(self) -> frozenset[str]:
        """The same as JSON holds it, and JSON within JSON, to look for it in what is kept so."""
        once = {dumps(form)[1:-1] for form in self.forms for dumps in (_plain, json.dumps)}
        return frozenset(once | {_plain(form)[1:-1] for form in once})

    def is_in(self, text: str) -> bool:
        """Tell whether a text names them, or one of the texts of what is JSON."""
        return self._is_within(text)

    def _is_within(self, value: Any) -> bool:
        if isinstance(value, str):
            inside = _container(value)
            if inside is not None:
                return self._is_within(inside)
            return any(found[0] in self.forms for found in self._pattern.finditer(value))
        values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return any(map(self._is_within, values))

    def replaced_in(self, text: str, by: str) -> str:
        """Put something in place of the name in a text, or in the texts of one that is JSON."""
        return str(self.replaced(text, by))

    def replaced(self, value: Any, by: str) -> Any:
        """Put something in place of the name in whatever texts a value of JSON holds."""
        if isinstance(value, str):
            inside = _container(value)
            if inside is not None:
                return _plain(self.replaced(inside, by)) if self._is_within(inside) else value
            return self._pattern.sub(lambda found: self._instead(found, by), value)
        if isinstance(value, dict):
            return {key: self.replaced(one, by) for key, one in value.items()}
        return [self.replaced(one, by) for one in value] if isinstance(value, list) else value

    def _instead(self, found: re.Match[str], by: str) -> str:
        """Return what stands in place of a name; a number beside letters or digits in brackets, or it counts them."""
        if found[0] not in self.forms:
            return found[0]
        around = found.string[max(found.start() - 1, 0) : found.start()] + found.string[found.end() : found.end() + 1]
        return f"（{by}）" if by.isdigit() and any(one.isalnum() or one in ".,%" for one in around) else by

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longer = {form for other in self.others if self.name in other for form in _forms(other)}
        return re.compile("|".join(map(_whole, sorted(longer | self.forms, key=len, reverse=True))))


def _plain(value: Any) -> str:
    return orjson.dumps(value).decode()


def _container(text: str) -> Any:
    """Read a text that is a JSON object or list, which may stand in another one; None for any other text."""
    if text[:1] not in {"{", "["}:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _forms(name: str) -> frozenset[str]:
    return frozenset((name, str(escape(name))))


def _whole(form: str) -> str:
    """Make a pattern that finds a name in Latin letters, or of one character, only by itself (Li, not in Limited)."""
    if len(form) == 1 and not form.isascii():
        return rf"(?<!\w){re.escape(form)}(?!\w)"
    before = r"(?<![A-Za-z0-9])" if form[0].isascii() and form[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if form[-1].isascii() and form[-1].isalnum() else ""
    return f"{before}{re.escape(form)}{after}"
