"""Patterns that are compiled when they are first used: of many hundreds a text needs few, and a start none."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


class _Pending:
    """Stands for a pattern; what is asked of it is kept, so that it is as quick as the pattern from then on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def compile_later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what stands for a pattern until it is used; a fault in it shows then.

    The `re` of a match is the pattern itself: compare it by its text.
    """
    return cast("re.Pattern[str]", _Pending(pattern, flags))
