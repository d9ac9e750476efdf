"""Noting which functions of this project are called and which lines of some files are run, by marks put in at import.

A tracer would be called for each call of each library as well, and make the tests take three times as long.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

RAN, MARK = "_mutants_ran", "_mutants_mark"
"""What the marks speak of, among the builtins: the lines that were run, and what notes one more."""
BODIES = ("body", "orelse", "finalbody")


def key_of(code: CodeType) -> str:
    """Name a function's code in a way that another process understands."""
    return f"{Path(code.co_filename).relative_to(Path.cwd())}:{code.co_firstlineno}:{code.co_qualname}"


def line_key(path: Path, line: int) -> str:
    """Name a line in a way that another process understands."""
    return f"{path.absolute().relative_to(Path.cwd())}@{line}"


@dataclass(eq=False)
class Calls:
    """Which functions each test calls, and which lines of the faulty files it runs."""

    package: str
    faulty: frozenset[Path] = frozenset()
    seen: set[CodeType] = field(default_factory=set)
    kept: set[CodeType] = field(default_factory=set)
    shared: set[CodeType] = field(default_factory=set)
    """Called where the result is kept, so that other tests depend on it too."""
    ran: set[str] = field(default_factory=set)
    on: bool = False

    def start(self) -> None:
        """Mark whatever of the package is imported from now on."""
        setattr(builtins, RAN, self.ran)
        setattr(builtins, MARK, self._mark)
        self.on = True
        sys.meta_path.insert(0, Finder(self.package, self.faulty))

    def stop(self) -> None:
        self.on = False

    def since(self) -> list[str]:
        """Return the keys of what was called and run since this was asked last."""
        keys = sorted([*map(key_of, self.seen), *self.ran])
        self.seen.clear()
        self.ran.clear()
        return keys

    def _mark(self, line: str) -> bool:
        self.ran.add(line)
        if self.on and (frame := sys._getframe(1)).f_code not in self.seen:
            self._see(frame)
        return True

    def _see(self, frame: FrameType) -> None:
        self.seen.add(frame.f_code)
        above: FrameType | None = frame
        while above is not None:
            if above.f_code in self.kept:
                self.shared.add(frame.f_code)
                return
            above = above.f_back


@dataclass(frozen=True)
class Finder(MetaPathFinder):
    """Finds the modules of a package, to be imported with marks in them."""

    package: str
    faulty: frozenset[Path]

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] != self.package:
            return None
        found = PathFinder.find_spec(name, path, target)
        if found is not None and isinstance(found.loader, SourceFileLoader):
            found.loader = Marked(found.loader.name, found.loader.path, self.faulty)
        return found


class Marked(SourceFileLoader):
    """Compiles a module with marks in it: each statement's in a faulty file, each function's first in others."""

    def __init__(self, name: str, path: str, faulty: frozenset[Path]) -> None:
        super().__init__(name, path)
        self.faulty = faulty

    def path_stats(self, path: str) -> Any:
        raise OSError("what is compiled with marks is kept in no file")

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> CodeType:
        where = Path(path).absolute()
        marked = Marking(partial(line_key, where), where in self.faulty).visit(ast.parse(data))
        return compile(ast.fix_missing_locations(marked), path, "exec", dont_inherit=True, optimize=_optimize)


@dataclass
class Marking(ast.NodeTransformer):
    """Puts marks before statements of functions, and into lambdas."""

    key: Callable[[int], str]
    closely: bool

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self.generic_visit(node)
        node.body = ast.copy_location(ast.BoolOp(ast.And(), [self._mark(node), node.body]), node.body)
        return node

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        said = node.body[:1] if ast.get_docstring(node, clean=False) is not None else []
        rest = node.body[len(said) :]
        self.generic_visit(node)
        if rest:
            first, *others = self._marked(rest) if self.closely else [self._before(rest[0]), *rest]
            node.body = [*said, first, *others]
        return node

    def _marked(self, body: Iterable[ast.stmt]) -> list[ast.stmt]:
        """Put a mark before each statement of a function, at whatever depth."""
        return [each for one in body for each in (self._before(one), *self._cases(one), self._within(one))]

    def _within(self, node: ast.stmt) -> ast.stmt:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return node
        for name in BODIES:
            if inner := getattr(node, name, None):
                setattr(node, name, self._marked(inner))
        for handler in getattr(node, "handlers", ()):
            handler.body = [self._before(handler), *self._marked(handler.body)]
        for case in getattr(node, "cases", ()):
            case.body = self._marked(case.body)
        return node

    def _cases(self, node: ast.stmt) -> list[ast.stmt]:
        """A case is looked at by whatever comes by the match."""
        return [self._before(case.pattern) for case in node.cases] if isinstance(node, ast.Match) else []

    def _before(self, node: ast.stmt | ast.ExceptHandler | ast.pattern) -> ast.stmt:
        return ast.copy_location(ast.Expr(self._mark(node)), node)

    def _mark(self, node: ast.AST) -> ast.expr:
        text = repr(self.key(node.lineno))  # type: ignore[attr-defined]
        mark = ast.parse(f"{text} in {RAN} or {MARK}({text})", mode="eval").body
        for one in ast.walk(mark):
            ast.copy_location(one, node)
        return mark
