"""Faults that cosmic-ray has none of: a call left out, a condition dropped, arguments swapped."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.plugins import get_operator
from parso.python.tree import Keyword

Place = tuple[tuple[int, int], tuple[int, int]]
COMMUTE = {"where", "and_", "or_", "max", "min", "select"}
"""Functions that take their arguments in any order; columns are read by their names."""
LITERALS = {"string", "number"}
"""What stands for nothing behind an `or` is there for the type's sake."""


class DropCall(Operator):
    """Leaves out a call whose result nobody wants."""

    def mutation_positions(self, node: Any) -> Iterator[Place]:
        if node.type == "simple_stmt" and _is_call(node.children[0]):
            yield node.children[0].start_pos, node.children[0].end_pos

    def mutate(self, node: Any, index: int) -> Any:
        call = node.children[0]
        node.children[0] = Keyword("pass", call.start_pos, call.get_first_leaf().prefix)
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("tell(one)\n", "pass\n"), Example("await tell(one)\n", "pass\n"))


class DropCondition(Operator):
    """Drops one of several conditions."""

    def mutation_positions(self, node: Any) -> Iterator[Place]:
        if node.type in {"and_test", "or_test"}:
            yield from ((each.start_pos, each.end_pos) for each in node.children[::2] if each.type not in LITERALS)

    def mutate(self, node: Any, index: int) -> Any:
        prefix = node.get_first_leaf().prefix
        index = [at for at, each in enumerate(node.children[::2]) if each.type not in LITERALS][index]
        del node.children[max(0, 2 * index - 1) : max(2, 2 * index + 1)]
        node.get_first_leaf().prefix = prefix
        return node if len(node.children) > 1 else node.children[0]

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example("x = a and b\n", "x = b\n"),
            Example("x = a and b and c\n", "x = a and c\n", 1),
            Example("x = a or b\n", "x = a\n", 1),
            Example("x = a or '' or b\n", "x = a or ''\n", 1),
        )


class SwapArguments(Operator):
    """Gives two arguments that stand side by side in each other's place."""

    def mutation_positions(self, node: Any) -> Iterator[Place]:
        if node.type == "arglist" and node.parent.type == "trailer" and _called(node) not in COMMUTE:
            for first, second in _pairs(node):
                yield node.children[first].start_pos, node.children[second].end_pos

    def mutate(self, node: Any, index: int) -> Any:
        first, second = list(_pairs(node))[index]
        one, other = node.children[first], node.children[second]
        leaves = one.get_first_leaf(), other.get_first_leaf()
        leaves[0].prefix, leaves[1].prefix = leaves[1].prefix, leaves[0].prefix
        node.children[first], node.children[second] = other, one
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example("tell(a, b, c, d=1)\n", "tell(a, c, b, d=1)\n", 1),
            Example("x.where(a, b).tell(a, b)\n", "x.where(a, b).tell(b, a)\n"),
        )


def _is_call(node: Any) -> bool:
    if node.type not in {"atom_expr", "power"}:
        return False
    last = node.children[-1]
    return last.type == "trailer" and last.children[0].value == "("


def _called(node: Any) -> str:
    """Return the name of what arguments are given to."""
    before = node.parent.get_previous_sibling()
    return "" if before is None else str(before.get_last_leaf().value)


def _pairs(node: Any) -> Iterator[tuple[int, int]]:
    """Return where positional arguments that are written differently stand side by side."""
    places = [at for at, one in enumerate(node.children) if one.type not in {"operator", "argument"}]
    for first, second in pairwise(places):
        one, other = (node.children[at].get_code(include_prefix=False) for at in (first, second))
        if second == first + 2 and one != other:
            yield first, second


OWN: dict[str, type[Operator]] = {f"own/{each.__name__}": each for each in (DropCall, DropCondition, SwapArguments)}


def operator_of(name: str) -> Operator:
    """Return one of ours or of cosmic-ray's by its name."""
    return OWN[name]() if name in OWN else get_operator(name)()
