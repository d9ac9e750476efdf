"""Putting a fault into code that is imported already, by replacing the code of its functions."""

from __future__ import annotations

import ast
import gc
import importlib
import pickle
import sys
from collections.abc import Iterable, Iterator
from functools import _lru_cache_wrapper, cache, cached_property
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from cosmic_ray.ast import get_ast_from_path
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.work_item import MutationSpec

from tests.mutants.operators import operator_of
from tests.mutants.probes import key_of

KEPT = frozenset({"cached_property.__get__"})
"""Functions, by their names, that keep what others work out."""
PENDING = "zc_bot.parsing.pending.Pending"
"""What keeps a pattern once it is compiled, by its name: a project that is tried may have none."""
OPTIMIZED = 0x1
"""The flag of a function's code; a module's and a class's run once, at the import, and can't be replaced."""


def faulty(spec: MutationSpec) -> str:
    """Return a file's text with a fault in it."""
    visitor = MutationVisitor(spec.occurrence, operator_of(spec.operator_name))
    mutated = visitor.walk(pickle.loads(_tree_of(Path(spec.module_path).absolute())))
    assert visitor.mutation_applied, spec
    return str(mutated.get_code())


@cache
def _tree_of(path: Path) -> bytes:
    """Keep what a file was parsed into: a fault changes it, and to parse it anew takes ten times as long."""
    return pickle.dumps(get_ast_from_path(path))


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


def function_of(path: Path, line: int) -> str:
    """Return the name of the innermost function that holds a line, after those of what it stands in; "-" for none."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    around = [one for one in ast.walk(ast.parse(_read(path))) if isinstance(one, kinds)]
    return ".".join(one.name for one in around if one.lineno <= line <= (one.end_lineno or 0)) or "-"


def renamed(path: Path, text: str) -> tuple[str, ...]:
    """Return which names of a module have another value with a fault in it; none where more than that differs."""
    before, after = (ast.parse(each).body for each in (_read(path), text))
    differing = [two for one, two in zip(before, after, strict=True) if ast.dump(one) != ast.dump(two)]
    targets = [one.targets[0] if isinstance(one, ast.Assign) else getattr(one, "target", None) for one in differing]
    names = [each for one in targets for each in (one.elts if isinstance(one, ast.Tuple) else [one])]
    return tuple(one.id if isinstance(one, ast.Name) else "" for one in names)


def put_names(path: Path, text: str, names: tuple[str, ...]) -> bool:
    """Give a module's names the values that they have with a fault in it, wherever they were imported by name."""
    module = importlib.import_module(module_of(path))
    tree = ast.parse(text)
    tree.body = [one for one in tree.body if isinstance(one, ast.Assign | ast.AnnAssign) and set(names) & _bound(one)]
    made = dict(vars(module))
    exec(compile(tree, str(path), "exec", dont_inherit=True), made)
    for one in list(sys.modules.values()):
        for name in names if one is module else _imported(one, module.__name__).intersection(names):
            setattr(one, name, made[name])
    return True


def _imported(module: ModuleType, source: str) -> set[str]:
    """Return what a module of this project imports from another by name."""
    path = Path(str(getattr(module, "__file__", None) or ""))
    if path.suffix != ".py" or not path.is_relative_to(Path.cwd()):
        return set()
    found = [one for one in ast.walk(ast.parse(_read(path))) if isinstance(one, ast.ImportFrom)]
    return {name.name for one in found if one.module == source for name in one.names}


def functions() -> list[FunctionType]:
    """Return the functions of this project that are there."""
    found = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
    return [one for one in found if str(one.__module__).startswith("zc_bot")]


def users_of(names: tuple[str, ...], among: Iterable[FunctionType]) -> set[CodeType]:
    """Return the code of the functions of this project that speak of a name."""
    codes = [one.__code__ for one in among]
    return {one for code in codes for one in (code, *_inner(code)) if not set(names).isdisjoint(one.co_names)}


def module_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _bound(statement: ast.Assign | ast.AnnAssign) -> set[str]:
    return {one.id for one in ast.walk(statement) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}


def put_in(path: Path, pairs: list[tuple[CodeType, CodeType]], among: Iterable[FunctionType]) -> bool:
    """Replace code in all functions made of it, in this process; returns whether there was one."""
    codes, written = {key_of(before): after for before, after in pairs}, str(path.absolute())
    here = [one for one in among if one.__code__.co_filename == written]
    changed = [one for one in here if key_of(one.__code__) in codes]
    for one in changed:
        one.__code__ = codes[key_of(one.__code__)]
    return bool(changed)


def forget() -> None:
    """Forget what the code has worked out and kept: patterns, and what values of modules made."""
    for one in gc.get_objects():
        kind = f"{type(one).__module__}.{type(one).__qualname__}"
        if isinstance(one, _lru_cache_wrapper) and str(getattr(one, "__module__", "")).startswith("zc_bot"):
            one.cache_clear()
        elif kind == PENDING:
            for name in vars(one).keys() - {"_written", "_flags"}:
                del vars(one)[name]
    modules = [module for name, module in sys.modules.items() if name.startswith("zc_bot")]
    for one in [value for module in modules for value in vars(module).values() if hasattr(value, "__dict__")]:
        if any(isinstance(each, Iterator) for each in vars(one).values()):
            continue  # What was made of it can't be made again.
        for name in [name for name in vars(one) if isinstance(getattr(type(one), name, None), cached_property)]:
            del vars(one)[name]


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

