"""A data folder → `Programme`, with every fault of every file reported at once."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zc_bot.policy.programme import Programme

FILES = ("programme", "authorities", "communities", "metrics", "requirements", "reporting", "words")


class ProgrammeError(Exception):
    """The data folder can't be used; `faults` has one line for each fault, with its file and key."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def load_programme(folder: Path) -> Programme:
    """Read the TOML files of `folder` into a checked `Programme`.

    Raises `ProgrammeError` naming every fault found: missing or unreadable files, keys of the wrong type,
    unknown keys, references to nothing, and codes or names given twice.
    """
    tables, origin, faults = _read(folder)
    if faults:
        raise ProgrammeError(faults)
    try:
        programme = Programme.model_validate(tables)
    except ValidationError as error:
        raise ProgrammeError(_locate(error, origin)) from None
    if faults := list(_cross_faults(programme, origin)):
        raise ProgrammeError(faults)
    return programme


def _read(folder: Path) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    tables: dict[str, Any] = {}
    origin: dict[str, str] = {}
    faults: list[str] = []
    if not folder.is_dir():
        return tables, origin, [f"{folder}: no such folder; ZC_PROGRAMME must name a programme's data folder"]
    for name in FILES:
        path = folder / f"{name}.toml"
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            faults.append(f"{path.name}: missing; the folder needs {', '.join(f + '.toml' for f in FILES)}")
            continue
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(f"{path.name}: not readable as TOML: {error}")
            continue
        for key, value in content.items():
            if key in tables:
                faults.append(f"{path.name}: {key}: already given in {origin[key]}")
            tables[key], origin[key] = value, path.name
    return tables, origin, faults


def _locate(error: ValidationError, origin: dict[str, str]) -> Iterator[str]:
    for item in error.errors():
        head, *rest = item["loc"]
        key = str(head) + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in rest)
        yield f"{origin.get(str(head), 'programme.toml')}: {key}: {item['msg']}"


def _cross_faults(programme: Programme, origin: dict[str, str]) -> Iterator[str]:
    """Every reference to nothing and every code given twice."""
    known = {
        "source": {item.id for item in programme.sources},
        "assumption": {item.id for item in programme.assumptions},
        "authority": {item.code for item in programme.authorities},
        "community": {item.code for item in programme.communities},
        "metric": {item.code for item in programme.metrics},
        "measure": set(programme.measure),
    }

    def missing(table: str, key: str, what: str, code: str | None) -> Iterator[str]:
        if code is not None and code not in known[what]:
            yield f"{origin.get(table, table)}: {table}.{key}: no {what} is called {code!r}"

    for table in ("authorities", "communities", "metrics", "derived", "requirements", "facts"):
        for item in getattr(programme, table):
            name = getattr(item, "code", None) or item.id
            yield from missing(table, f"{name}.cite.source", "source", item.cite.source)
            for assumption in getattr(item, "assumptions", ()):
                yield from missing(table, f"{name}.assumptions", "assumption", assumption)
    for community in programme.communities:
        yield from missing("communities", f"{community.code}.authority", "authority", community.authority)
    for authority in programme.authorities:
        for rename in authority.renames:
            yield from missing("authorities", f"{authority.code}.renames", "authority", rename.merged_into)
            yield from missing("authorities", f"{authority.code}.renames", "source", rename.source)
    for derived in programme.derived:
        parts: tuple[str | None, ...]
        parts = (derived.numerator, derived.denominator) if derived.formula == "share" else (derived.of,)
        for part in parts:
            if part is None:
                needed = "numerator and denominator" if derived.formula == "share" else "of"
                yield f"{origin['derived']}: derived.{derived.code}: a {derived.formula} needs {needed}"
            yield from missing("derived", derived.code, "metric", part)
    for requirement in programme.requirements:
        for condition in requirement.conditions:
            yield from missing("requirements", f"{requirement.id}.conditions", "measure", condition.metric)
        if (requirement.scope == "community") != bool(requirement.conditions):
            yield f"{origin['requirements']}: requirements.{requirement.id}: conditions go with scope community"
    for collision in programme.collisions:
        for code in collision.communities:
            yield from missing("collisions", collision.word, "community", code)
        for code in collision.metrics:
            yield from missing("collisions", collision.word, "measure", code)
    yield from _repeated("authorities", (item.code for item in programme.authorities), origin)
    yield from _repeated("communities", (item.code for item in programme.communities), origin)
    yield from _repeated(
        "metrics", [*(m.code for m in programme.metrics), *(d.code for d in programme.derived)], origin
    )
    yield from _repeated("requirements", (item.id for item in programme.requirements), origin)
    yield from _repeated("communities", (item.name.zh for item in programme.communities), origin)


def _repeated(table: str, codes: Iterable[str], origin: dict[str, str]) -> Iterator[str]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield f"{origin.get(table, table)}: {table}: {code!r} is given {count} times"
