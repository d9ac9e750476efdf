"""Many cases in one test: a line of a corpus costs no test of its own, and is still named where it fails."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest

Test = Callable[..., None]
MOST = 20
"""So many of those that fail are told."""


def for_each(names: str, cases: Iterable[Any] | Callable[[], Iterable[Any]]) -> Callable[[Test], Test]:
    """Try all cases in one test, as `pytest.mark.parametrize` does in a test each: for what keeps nothing of them.

    names: of the arguments that a case gives, by commas; of one alone a case is its value. cases: or what makes them,
    once they are tried.
    """
    wanted, kept = names.split(", "), [] if callable(cases) else list(cases)

    def over(test: Test) -> Test:
        @functools.wraps(test)
        def whole(*instance: Any, **fixtures: Any) -> None:
            known = list(cases() if callable(cases) else kept)
            assert known, "nothing would be tried"
            failed = []
            for case in known:
                values = dict(zip(wanted, case if len(wanted) > 1 else (case,), strict=True))
                try:
                    test(*instance, **fixtures, **values)
                except (Exception, pytest.fail.Exception) as error:
                    error.add_note(f"for {values}")
                    failed.append(error)
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(known)} cases fail", failed[:MOST])

        asked = inspect.signature(test)
        rest = [one for name, one in asked.parameters.items() if name not in wanted]
        whole.__signature__ = asked.replace(parameters=rest)  # type: ignore[attr-defined]
        return whole

    return over
