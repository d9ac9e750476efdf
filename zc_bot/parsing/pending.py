"""Patterns that are compiled when they are first used: of many hundreds a text needs few, and a start none."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, cast


class Pending:
    """Stands for a pattern; what is asked of it is kept, so that it is as quick as the pattern from then on."""

    def __init__(self, written: str | Callable[[], str], flags: int) -> None:
        self._written, self._flags = written, flags

    @cached_property
    def pattern(self) -> str:
        return self._written if isinstance(self._written, str) else self._written()

    @property
    def flags(self) -> int:
        """Those that it is written with; known without compiling it."""
        return self._flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def compile_later(written: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """Return what stands for a pattern until it is used; a fault in it shows then.

    written: the pattern, or what writes it out of the words of the languages, which are read no earlier.

    The `re` of a match is the pattern itself: compare it by its text.
    """
    return cast("re.Pattern[str]", Pending(written, flags))
