"""Putting a fault into code that is imported already, by replacing the code of its functions."""

from __future__ import annotations

import ast
import gc
import importlib
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_item import MutationSpec

KEPT = frozenset({"cached_property.__get__", "Lexicon.once", "Lexicon.keep"})
"""Functions, by their names, that keep what others work out."""
OPTIMIZED = 0x1
"""The flag of a function's code; a module's and a class's run once, at the import, and can't be replaced."""


def faulty(spec: MutationSpec) -> str:
    """Return a file's text with a fault in it."""
    text = Path(spec.module_path).read_text(encoding="utf-8")
    mutated = mutate_code(text, get_operator(spec.operator_name)(), spec.occurrence)
    assert mutated is not None, spec
    return str(mutated)


def replaced(path: Path, text: str) -> list[tuple[CodeType, CodeType]] | None:
    """Pair each function's code with what it is with a fault in it; None where the fault is in no function."""
    before, after = (compile(each, str(path.absolute()), "exec", dont_inherit=True) for each in (_read(path), text))
    return None if _itself(before) != _itself(after) else list(_differing(before, after))


def statement_of(path: Path, line: int) -> range:
    """Return the lines of the innermost statement that holds a line, without the body that it may have."""
    kinds = ast.stmt | ast.ExceptHandler | ast.match_case
    around = [range(line, line + 1)]
    for node in ast.walk(ast.parse(_read(path))):
        if isinstance(node, kinds):
            body = getattr(node, "body", None)
            first = node.pattern.lineno if isinstance(node, ast.match_case) else node.lineno
            last = max(first, body[0].lineno - 1) if body else getattr(node, "end_lineno", first)
            if first <= line <= last:
                around.append(range(first, last + 1))
    return around[-1]


def put_in(path: Path, pairs: list[tuple[CodeType, CodeType]]) -> bool:
    """Replace code in all functions made of it, in this process; returns whether there was one."""
    name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    names = vars(importlib.import_module(name))
    codes = dict(pairs)
    found = [one for one in gc.get_objects() if isinstance(one, FunctionType) and one.__globals__ is names]
    changed = [one for one in found if one.__code__ in codes]
    for one in changed:
        one.__code__ = codes[one.__code__]
    return bool(changed)


def forget() -> None:
    """Forget what the code has worked out and kept."""
    for one in gc.get_objects():
        if isinstance(one, _lru_cache_wrapper) and str(getattr(one, "__module__", "")).startswith("zc_bot"):
            one.cache_clear()


def kept_functions() -> set[CodeType]:
    """Return the code of functions whose results are kept: they run in one test, and serve others."""
    found = gc.get_objects()
    kept = [one.__wrapped__ for one in found if isinstance(one, _lru_cache_wrapper)]
    kept += [one for one in found if isinstance(one, FunctionType) and one.__qualname__ in KEPT]
    return {one.__code__ for one in kept if isinstance(one, FunctionType)}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _itself(code: CodeType) -> tuple[object, ...]:
    """Return what a module or class does when it is imported, without what its functions do."""
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    constants = [(type(one), one) for one in code.co_consts if not isinstance(one, CodeType)]
    classes = [_itself(one) for one in inner if not one.co_flags & OPTIMIZED]
    return code.co_code, constants, code.co_names, classes


def _differing(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Pair the code of functions that are not the same, at whatever depth."""
    for old, new in zip_longest(*map(_inner, (before, after))):
        if old is None or new is None:
            return
        if old.co_flags & OPTIMIZED and old != new and old.co_freevars == new.co_freevars:
            yield old, new
        yield from _differing(old, new)


def _inner(code: CodeType) -> list[CodeType]:
    return [one for one in code.co_consts if isinstance(one, CodeType)]

