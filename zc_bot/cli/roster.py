"""A roster in a sheet: who is to be admitted, by Telegram id or by phone; every fault named by its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from zc_bot.errors import Refusal
from zc_bot.policy.names import authority_code, department_name
from zc_bot.policy.programme import Programme
from zc_bot.sheets import Cell, Odd, Rows, shown
from zc_bot.storage.admission import PHONE_DIGITS, Listed, listed_hash
from zc_bot.storage.candidates import Candidate, grant_faults

Cells = dict[str, str]
UNREADABLE = {"error", "formula", "long", "hidden"}
"""Cells that no name, role or number is taken from."""
_One = TypeVar("_One")


def has_phones(rows: Rows) -> bool:
    """Tell whether its people are named by phone, to share their contact, and not by id."""
    names = _columns(rows)
    return "phone" in names and "id" not in names


def candidates(rows: Rows, programme: Programme) -> list[Candidate]:
    """Read people by id; raises `Refusal` with a line for every fault."""

    def build(cells: Cells) -> Candidate:
        if not (cells["id"].isascii() and cells["id"].isdigit()):
            raise Refusal(f"{cells['id'] or 'an empty cell'} is not a Telegram user id; expected digits")
        return Candidate(int(cells["id"]), *_grant(cells, programme))

    return _read(rows, "id", build, lambda one: one.id)


def listed(rows: Rows, programme: Programme, key: str) -> list[Listed]:
    """Read people by phone, hashed with `key`; raises `Refusal` with a line for every fault."""

    def build(cells: Cells) -> Listed:
        if sum(character.isdigit() for character in cells["phone"]) < PHONE_DIGITS:
            raise Refusal(f"{cells['phone'] or 'an empty cell'} is not a mobile number; expected 11 digits")
        return Listed(listed_hash(cells["phone"], key), *_grant(cells, programme))

    return _read(rows, "phone", build, lambda one: one.phone_hash)


def names_of(programme: Programme, bodies: Iterable[str]) -> str:
    """Name the authorities, or the member departments, of a person or an invitation."""
    return "、".join(programme.authority[one].name.zh if one in programme.authority else one for one in bodies)


def authorities(programme: Programme, names: list[str]) -> tuple[str, ...]:
    """Read authorities' names, and those of member departments; raises `Refusal` for one that is unknown."""
    return tuple(_code(programme, name) for name in names)


def _read(
    rows: Rows, known_by: str, build: Callable[[Cells], _One], mark: Callable[[_One], object]
) -> list[_One]:
    """Build one for each row that is not empty; two of one mark are a fault of the second."""
    needed = (known_by, "name", "role")
    if lacking := [name for name in needed if name not in _columns(rows)]:
        raise Refusal(f"row 1: no column {', '.join(lacking)}; expected {', '.join(needed)}, authority")
    faults: list[str] = []
    found: dict[object, tuple[int, _One]] = {}
    for number, row in _filled(rows):
        try:
            one = build(_texts(row, _columns(rows), len(rows[0])))
            first, _ = found.setdefault(mark(one), (number, one))
            if first != number:
                raise Refusal(f"the {known_by} of row {first} again; each person is named once")
        except Refusal as error:
            faults += [f"row {number}: {line}" for line in error.lines]
    if faults:
        raise Refusal.of(faults)
    return [one for _, one in found.values()]


def _columns(rows: Rows) -> dict[str, int]:
    return {shown(cell).strip().lower(): index for index, cell in enumerate(rows[0])} if rows else {}


def _filled(rows: Rows) -> Iterator[tuple[int, Sequence[Cell]]]:
    columns = _columns(rows).values()
    for number, row in enumerate(rows[1:], start=2):
        if any(shown(row[at]).strip() for at in columns if at < len(row)):
            yield number, row


def _texts(row: Sequence[Cell], columns: Mapping[str, int], width: int) -> Cells:
    """Give a row's texts by column; raises `Refusal` for what a careful reader would not take for one."""
    if len(row) > width:
        raise Refusal(f"{len(row) - width} more cells than the headings; put what holds a comma into quotes")
    cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
    odd = [(name, cell) for name, cell in cells.items() if isinstance(cell, Odd) and cell.why in UNREADABLE]
    if odd:
        raise Refusal.of(f"{name}: {cell.why} cell {cell.shown!r}; write the text itself" for name, cell in odd)
    return {name: shown(cell).strip() for name, cell in cells.items()}


def _grant(cells: Cells, programme: Programme) -> tuple[str, str, tuple[str, ...]]:
    """Read name, role and authorities; raises `Refusal`."""
    given = cells.get("authority", "").replace("、", ";").replace(",", ";").split(";")
    name, role = cells["name"], cells["role"].lower()
    codes = authorities(programme, [part for part in given if part.strip()])
    if faults := list(grant_faults(name, role, codes, programme)):
        raise Refusal.of(faults)
    return name, role, codes


def _code(programme: Programme, text: str) -> str:
    code = authority_code(programme, text) or department_name(programme, text)
    if code is None:
        known = "、".join([*(item.name.zh for item in programme.authorities), *programme.members])
        raise Refusal(f"no authority is called {text.strip()!r}; expected one of {known}")
    return code
