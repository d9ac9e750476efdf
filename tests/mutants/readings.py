"""What is kept of texts that were read: forgotten between tests, so that each is seen to run what it reads with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

KEEPERS = (("zc_bot.cache", "Cache", "of", "_values"), ("zc_bot.parsing.lexicon", "Lexicon", "once", "_read"))
"""Where something is kept: a module, a class of it, by which of its functions, and in which of its dictionaries."""


class Readings:
    """Those that keep something, as they are met."""

    def __init__(self) -> None:
        self._met: WeakKeyDictionary[Any, str] = WeakKeyDictionary()

    def watch(self) -> None:
        """Note from now on who keeps something."""
        for module, name, method, where in KEEPERS:
            if (keeper := getattr(sys.modules.get(module), name, None)) is not None:
                setattr(keeper, method, self._noting(getattr(keeper, method), where))

    def clear(self) -> None:
        """Have those that were met forget what they kept."""
        for one, where in list(self._met.items()):
            getattr(one, where).clear()

    def _noting(self, keep: Callable[..., Any], where: str) -> Callable[..., Any]:
        @wraps(keep)
        def noting(one: Any, *asked: Any) -> Any:
            self._met[one] = where
            return keep(one, *asked)

        return noting
