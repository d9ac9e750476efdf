"""`figures import` of files as they come: cells as shown, and no file that ends the command but with a line."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.books import In, book, calculated, rewritten
from tests.cli.shell import HEAD, Shell
from tests.cli.test_figures import value_of

SHEET = "xl/worksheets/sheet1.xml"


def written(shell: Shell, content: bytes, name: str = "in.xlsx") -> Path:
    path = shell.folder / name
    path.write_bytes(content)
    return path


def faults(shell: Shell, content: bytes, name: str = "in.xlsx") -> list[str]:
    """Import a file that must be refused; returns its lines, and sees that nothing came in."""
    done = shell.run("figures", "import", written(shell, content, name))
    assert (done.status, done.out) == (1, "")
    assert shell.sql("SELECT count(*) FROM observation") == [(0,)]
    return done.faults


def one(metric: str, value: object, unit: str = "", community: object = "tongchuang") -> list[object]:
    return [community, metric, 2019, value, unit]


@pytest.mark.parametrize(
    ("metric", "cell", "unit", "value"),
    [
        ("wifi_coverage", In(0.98, "0%"), "%", "98"),
        ("wifi_coverage", In(0.98, "0.00%"), "", "98"),
        ("wifi_coverage", In(0.0096, "0.00%"), "", "0.96"),
        ("wifi_coverage", 0.98, "%", "0.98"),
        ("total_output", In(712000, "#,##0.00"), "万元", "712000"),
        ("total_output", In(71.2, '0.0"亿元"'), "亿元", "712000"),
        ("total_output", In(71.2, '0.0"亿元"'), "万元", None),
        ("employees", In(5300, '0"人"'), "", "5300"),
        ("startup_services", True, "", "是"),
    ],
)
def test_a_cell_is_read_as_it_shows(shell: Shell, metric: str, cell: object, unit: str, value: str | None) -> None:
    path = written(shell, book([HEAD, one(metric, cell, unit)]))
    assert shell.run("figures", "import", path, "--approve").status == (1 if value is None else 0)
    assert value_of(shell, metric) == value


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (one("total_output", In(712000, '0.00,,"亿"')), "value: This cell holds 712000 but shows “0.71亿”"),
        (one("total_output", In(712000, '0!.0,"万"')), "value: This cell holds 712000 but shows “71.2万”"),
        (one("total_output", In(0.98, "0%")), "value: "),
        (one("total_output", "#N/A"), "value: This cell is an error, #N/A"),
        (one("total_output", "=1+1"), "value: This cell is a formula without a result"),
        (one("employees", In(45777, "yyyy-mm-dd")), "value: This cell is a date (2025-04-30)"),
        (one("employees", True), "value: "),
        (one("employees", "x" * 501), "value: "),
        (one("employees", 5, "箱"), "unit: Employees: Unknown unit"),
        (one("employees", 5, "km²"), "unit: "),
        (one("employees", "保密", "箱"), "unit: Employees: Unknown unit"),
        (one("startup_services", "是", "箱"), "unit: "),
        (one("employees", 5, "#REF!"), "unit: This cell is an error"),
        (one("employees", 5, community="#REF!"), "community: "),
    ],
)
def test_a_cell_that_is_no_figure_is_a_fault_of_its_row(shell: Shell, row: list[object], said: str) -> None:
    lines = faults(shell, book([HEAD, one("makerspaces", 1), row]))
    assert lines[0].startswith(f"row 3: {said}"), lines


def test_a_formula_that_ended_in_an_error_is_a_fault(shell: Shell) -> None:
    (line,) = faults(shell, calculated([HEAD[:4], one("employees", "")[:3]], "=1/0", "#DIV/0!"))
    assert "#DIV/0!" in line


def test_a_number_of_more_than_fifteen_digits_is_a_fault(shell: Shell) -> None:
    (line,) = faults(shell, calculated([HEAD[:4], one("total_output", "")[:3]], "=A1*1", 12345678901234567))
    assert line.startswith("row 2: value: “1234567890123456")
    assert "has too many digits" in line


def test_hidden_rows_and_merged_figures_are_faults(shell: Shell) -> None:
    rows = [HEAD, one("employees", 5), one("makerspaces", 1), one("incubators", 2)]
    assert [line[:14] for line in faults(shell, book(rows, hidden=[3]))] == ["row 3: value: "]
    assert [line[:14] for line in faults(shell, book(rows, merged=["D2:D4"]))] == ["row 3: value: ", "row 4: value: "]


def test_a_community_merged_over_its_rows_counts_for_all_of_them(shell: Shell) -> None:
    rows = [HEAD, one("employees", 5), one("makerspaces", 1, community=None)]
    path = written(shell, book(rows, merged=["A2:A3"]))
    assert shell.ok("figures", "import", path).out.startswith("2 figures recorded")


def test_a_line_wider_than_its_headings_is_a_fault(shell: Shell) -> None:
    text = "community,metric,year,value\ntongchuang,total_output,2019,712,000\ntongchuang,employees,2019,5\n"
    (line,) = faults(shell, text.encode(), "in.csv")
    assert line.startswith("row 2: This row has 1 more cells than the headings")


def test_a_number_cut_in_two_is_not_taken_with_its_rest_as_the_unit(shell: Shell) -> None:
    text = "community,metric,year,value,unit\ntongchuang,total_output,2019,712,000\n"
    (line,) = faults(shell, text.encode(), "in.csv")
    assert line.startswith("row 2: unit: ")


def test_a_column_that_stands_twice_is_a_fault(shell: Shell) -> None:
    text = "community,metric,year,value,value\ntongchuang,employees,2019,5,6\n"
    assert faults(shell, text.encode(), "in.csv") == ["row 1: several columns value (D, E); keep one"]


def test_a_roster_takes_no_name_from_an_error(shell: Shell) -> None:
    path = written(shell, book([["id", "name", "role"], [11, "#N/A", "viewer"], [12, "李敏", "viewer"]]))
    done = shell.run("people", "import", path)
    assert (done.status, len(done.faults)) == (1, 1)
    assert done.faults[0].startswith("row 2: name: ")


def test_a_roster_line_wider_than_its_headings_is_a_fault(shell: Shell) -> None:
    path = written(shell, "id,name,role\n12,李敏,viewer,admin\n".encode(), "people.csv")
    done = shell.run("people", "import", path)
    assert (done.status, len(done.faults)) == (1, 1)


def packed(part: bytes) -> bytes:
    """A workbook whose sheet is `part`."""
    before = book([["a"]])
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        return rewritten(before, SHEET, archive.read(SHEET), part)


def sheet_of(cells: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    begin = b'<worksheet xmlns="' + space + b'"><sheetData><row r="1">'
    return packed(begin + cells + b"</row></sheetData></worksheet>")


def laughs() -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10))
    return packed(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + entities + b"]><x>&l9;</x>")


def test_cells_of_nothing_but_spaces_make_no_line_too_wide(shell: Shell) -> None:
    text = "community,metric,year,value\ntongchuang,employees,2019,5, ,  \n"
    assert shell.ok("figures", "import", written(shell, text.encode(), "in.csv")).out.startswith("1 figures recorded")


def charts_only() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.create_chartsheet("图")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def without_sheets() -> bytes:
    before = book([["a"]])
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        names = archive.read("xl/workbook.xml")
    start, end = names.index(b"<sheets>"), names.index(b"</sheets>") + len(b"</sheets>")
    return rewritten(before, "xl/workbook.xml", names[start:end], b"<sheets/>")


def wide() -> bytes:
    cells = b"".join(b"<c><v>%d</v></c>" % number for number in range(16384))
    return sheet_of(cells + (b"</row><row>" + cells) * 59)


def far() -> bytes:
    return sheet_of(b'<c r="XFD1048576"><v>1</v></c>')


HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "zeros": lambda: b"\0" * 1000,
    "noise": lambda: random.Random(1).randbytes(5000),
    "torn": lambda: b"PK\x03\x04" + b"\0" * 1000,
    "cut off": lambda: book([HEAD])[:-300],
    "cut inside": lambda: book([HEAD])[:2000],
    "no workbook": lambda: rewritten(book([HEAD]), "[Content_Types].xml", b"workbook", b"document"),
    "bomb": lambda: packed(b"<worksheet>" + b"<a>" * 30_000_000),
    "deep": lambda: packed(b"<worksheet>" + b"<a>" * 300_000),
    "laughs": laughs,
    "not a number": lambda: sheet_of(b'<c r="A1"><v>NaN</v></c>'),
    "endless": lambda: sheet_of(b'<c r="A1"><v>1E999</v></c>'),
    "long number": lambda: sheet_of(b'<c r="A1"><v>' + b"9" * 100_000 + b"</v></c>"),
    "huge number": lambda: sheet_of(b'<c r="A1"><v>1e308</v></c>'),
    "no such style": lambda: sheet_of(b'<c r="A1" s="99999"><v>1</v></c>'),
    "no such text": lambda: sheet_of(b'<c r="A1" t="s"><v>99999</v></c>'),
    "no such cell": lambda: sheet_of(b'<c r="A0"><v>1</v></c>'),
    "far away": far,
    "a million cells": wide,
    "no sheets": without_sheets,
    "charts only": charts_only,
    "old": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "one long line": lambda: b"a," * 2_000_000,
    "one long field": lambda: b'"' + b"a" * 200_000 + b'"',
    "too many rows": lambda: b"a,b\n" * 5001,
    "too large": lambda: b"a,b\n" * 1_400_000,
    "open quote": lambda: b'community,metric,year,value\n"x',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_file_ends_the_command_but_with_one_line(shell: Shell, kind: str) -> None:
    (line,) = faults(shell, HOSTILE[kind]())
    assert "Traceback" not in line
    assert "in.xlsx: " in line or "row 1: no column" in line


def test_what_is_no_file_is_refused_at_once(shell: Shell) -> None:
    pipe, forbidden = shell.folder / "pipe.csv", shell.folder / "forbidden.csv"
    os.mkfifo(pipe)
    forbidden.symlink_to(forbidden)
    for path in (pipe, forbidden, shell.folder, shell.folder / ("x" * 300), "/dev/zero", "/dev/null"):
        done = shell.run("figures", "import", path)
        assert (done.status, done.out, len(done.faults)) == (1, "", 1), path


def test_a_file_that_is_read_in_a_process_of_its_own_leaves_no_trace_on_the_way_out(shell: Shell) -> None:
    done = shell.start("figures", "import", written(shell, HOSTILE["bomb"]()))
    assert (done.status, done.out, len(done.faults)) == (1, "", 1)
