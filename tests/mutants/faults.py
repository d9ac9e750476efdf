"""Choosing faults, by a seed, so that a run can be repeated and gone on with."""

from __future__ import annotations

import random
import re
import uuid
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.plugins import operator_names
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, WorkItem, WorkResult

from tests.mutants.operators import OWN, operator_of
from tests.mutants.putting_in import faulty

OPERATORS = re.compile(
    r"core/(?:AddNot|ExceptionReplacer|NumberReplacer|Replace(?:AndWithOr|OrWithAnd|FalseWithTrue|TrueWithFalse"
    r"|BreakWithContinue|ContinueWithBreak)|ReplaceComparisonOperator_.*|ReplaceUnaryOperator_.*"
    r"|ReplaceBinaryOperator_(?:Add|Sub|Mul|Div|FloorDiv|Mod)_(?:Add|Sub|Mul|Div|FloorDiv)|ZeroIterationForLoop)"
)
"""The faults of cosmic-ray that are put in: comparisons, conditions, constants, sums, loops. Types are left alone."""
CHANGES_NOTHING = re.compile("core/ReplaceComparisonOperator_(?:Eq_Is|Is_Eq|NotEq_IsNot|IsNot_NotEq)")
"""Among small numbers, words and None the same is equal, and what is equal is the same."""
PASSED_OVER = re.compile("^ *(?:class |@|from |import )|.*strict=True")
"""Lines with no faults of their own: names, and what is only held against mistakes of ours."""


def choose(files: Sequence[Path], session: Path, count: int, seed: int) -> None:
    """Fill a new session with `count` faults, spread evenly: of those at one place one is drawn."""
    _keep(session, draw(_faults_of(files), count, seed), {})


def _faults_of(files: Iterable[Path]) -> Iterator[WorkItem]:
    """Find the faults of the wanted kinds; cosmic-ray's own search tries two hundred kinds that nobody wants."""
    known = [one for one in operator_names() if OPERATORS.fullmatch(one) and not CHANGES_NOTHING.fullmatch(one)]
    kinds = [*known, *OWN]
    for path in files:
        nodes = list(ast_nodes(get_ast_from_path(path)))
        for kind in kinds:
            operator = operator_of(kind)
            places = [place for node in nodes for place in operator.mutation_positions(node)]
            for occurrence, (start, end) in enumerate(places):
                fault = MutationSpec(path, kind, occurrence, start, end)
                yield WorkItem.single(job_id=uuid.uuid4().hex, mutation=fault)


def untold(session: Path) -> None:
    """Forget what was found of the faults that went unnoticed, so that they are tried again."""
    with use_db(str(session), WorkDB.Mode.open) as kept:
        found, items = dict(kept.results), list(kept.work_items)
    _keep(session, items, {job: result for job, result in found.items() if result.is_killed})


def _keep(session: Path, items: Sequence[WorkItem], results: Mapping[str, WorkResult]) -> None:
    """Write a session, which gets its name once it is whole: a run that is stopped meanwhile loses nothing."""
    unfinished = session.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with use_db(str(unfinished), WorkDB.Mode.create) as kept:
        kept.add_work_items(items)
        for job, result in results.items():
            kept.set_result(job, result)
    unfinished.replace(session)


def draw(items: Iterable[WorkItem], count: int, seed: int) -> list[WorkItem]:
    """Draw so many faults by a seed, of as many places as there are: a second of a place only where they run out."""
    chance = random.Random(seed)
    places: dict[tuple[str, tuple[int, int]], list[WorkItem]] = {}
    for item in sorted(items, key=lambda each: _order(each.mutations[0])):
        spec = item.mutations[0]
        if not PASSED_OVER.match(line_of(spec)):
            places.setdefault((str(spec.module_path), spec.start_pos), []).append(item)
    one_each = [chance.choice(found) for found in places.values()]
    chosen = set(map(id, one_each))
    others = [item for found in places.values() for item in found if id(item) not in chosen]
    in_turn = [*chance.sample(one_each, len(one_each)), *chance.sample(others, len(others))]
    drawn = islice((item for item in in_turn if _is_python(item.mutations[0])), count)
    return sorted(drawn, key=lambda each: _order(each.mutations[0]))


def line_of(spec: MutationSpec) -> str:
    """Return the line that a fault is put into, as it is in the code."""
    return Path(spec.module_path).read_text(encoding="utf-8").splitlines()[spec.start_pos[0] - 1]


def _is_python(spec: MutationSpec) -> bool:
    """Tell whether a file can be read at all with a fault in it: a lone star among parameters is no product."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        try:
            compile(faulty(spec), "", "exec", dont_inherit=True)
        except SyntaxError:
            return False
    return True


def _order(spec: MutationSpec) -> tuple[str, tuple[int, int], str, int]:
    return str(spec.module_path), spec.start_pos, spec.operator_name, spec.occurrence
