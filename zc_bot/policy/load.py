"""A data folder → `Programme`, with every fault of every file reported at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, get_origin

from pydantic import TypeAdapter, ValidationError

from zc_bot.policy.faults import FILES, file_of, label, raw_faults, sense_faults
from zc_bot.policy.programme import Programme

_SHORTER = {"missing": "missing", "extra_forbidden": "no such key"}
"""What pydantic's kinds of error are called here; the others speak for themselves."""


class ProgrammeError(Exception):
    """The data folder can't be used; `faults` has one line for each fault, with its file and key."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def load_programme(folder: Path) -> Programme:
    """Read the TOML files of `folder` into a checked `Programme`.

    Raises `ProgrammeError` naming every fault found: files that are missing or no TOML, unknown keys, values of
    the wrong type, references to nothing, codes or names given twice, and values that contradict each other.
    What depends on a file or a row that can't be read is left out, so no fault is reported that is none.
    """
    if not folder.is_dir():
        raise ProgrammeError([f"{folder}: no such folder; ZC_PROGRAMME must name a programme's data folder"])
    tables, unread, faults = _read(folder)
    try:
        programme = Programme.model_validate(tables)
    except ValidationError as error:
        faults += _shape_faults(error, tables, unread)
        programme = _sound_part(error, tables)
    faults += raw_faults(tables)
    faults += sense_faults(programme)
    if faults:
        raise ProgrammeError(dict.fromkeys(faults))
    return programme


def _read(folder: Path) -> tuple[dict[str, Any], frozenset[str], list[str]]:
    """Read every file; returns the tables by key, the keys of files that can't be read, and faults."""
    tables: dict[str, Any] = {}
    unread: set[str] = set()
    faults: list[str] = []
    for name, keys in FILES.items():
        path = folder / f"{name}.toml"
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        except FileNotFoundError:
            faults.append(f"{path.name}: missing; the folder needs {', '.join(f'{file}.toml' for file in FILES)}")
            unread.update(keys)
            continue
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(f"{path.name}: not readable as TOML: {error}")
            unread.update(keys)
            continue
        tables |= {key: value for key, value in content.items() if key in keys}
        faults += [f"{path.name}: {key}: no such key{_elsewhere(key)}" for key in content if key not in keys]
    return tables, frozenset(unread), faults


def _elsewhere(key: str) -> str:
    return f" here; it belongs into {file_of(key)}" if any(key in keys for keys in FILES.values()) else ""


def _shape_faults(error: ValidationError, tables: Mapping[str, Any], unread: frozenset[str]) -> Iterator[str]:
    for item in error.errors():
        if item["loc"][0] not in unread:
            said = _SHORTER.get(item["type"], item["msg"].removeprefix("Value error, "))
            yield f"{file_of(str(item['loc'][0]))}: {label(tables, item['loc'])}: {said}"


def _sound_part(error: ValidationError, tables: Mapping[str, Any]) -> Programme:
    """Build what can be built: without the rows and keys that `error` is about."""
    places = [item["loc"] for item in error.errors()]
    rows = {(loc[0], loc[1]) for loc in places if len(loc) > 1 and isinstance(loc[1], int)}
    keys = {loc[0] for loc in places if len(loc) < 2 or not isinstance(loc[1], int)}
    sound: dict[str, Any] = {}
    for name, field in Programme.model_fields.items():
        annotation: Any = field.annotation
        is_table, value = get_origin(annotation) is tuple, tables.get(name)
        if is_table:
            left = value if isinstance(value, list) and name not in keys else []
            value = [row for at, row in enumerate(left) if (name, at) not in rows]
        elif value is None or name in keys:
            continue
        sound[name] = TypeAdapter(annotation).validate_python(value)
    return Programme.model_construct(**sound)
