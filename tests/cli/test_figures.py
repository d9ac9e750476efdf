"""`figures import` and `figures export`: all rows or none, every fault with its row, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.shell import HEAD, Shell

STANDING = "SELECT value, status, reason FROM observation WHERE metric = 'employees' ORDER BY id"


def value_of(shell: Shell, metric: str, community: str = "tongchuang") -> str | None:
    """Look a figure up as it stands in an export."""
    path = shell.folder / "out.csv"
    shell.ok("figures", "export", path)
    rows = [line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]
    return next((row[3] for row in rows if row[:2] == [community, metric]), None)


def workbook(path: Path, rows: list[tuple[object, ...]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEAD, *rows]):
            sheet.write_row(number, 0, row)
    return path


def test_figures_come_in_by_code_and_by_name(shell: Shell) -> None:
    rows = [("tongchuang", "employees", 2019, 120, "人"), ("观音山众创社区", "吸纳从业人员数", 2019, 80, "")]
    done = shell.ok("figures", "import", shell.sheet(rows))
    assert done.out.startswith("2 figures recorded, 0 unchanged")
    assert (value_of(shell, "employees"), value_of(shell, "employees", "guanyinshan")) == ("120", "80")


@pytest.mark.parametrize(
    ("metric", "cell", "unit", "stored"),
    [
        ("total_output", "45.6", "亿元", "456000"),
        ("total_output", "45.6亿元", "", "456000"),
        ("total_output", "456000", "万元", "456000"),
        ("total_output", "1,234.50", "万元", "1234.5"),
        ("total_output", "12345678.901234567", "", "12345678.901234567"),
        ("carrier_floor_area", "20万", "m²", "200000"),
        ("carrier_floor_area", "20", "万平方米", "200000"),
        ("planned_area", "300", "公顷", "3"),
        ("wifi_coverage", "95", "%", "95"),
        ("wifi_coverage", "95%", "%", "95"),
        ("wifi_coverage", "95%", "", "95"),
        ("wifi_coverage", "0.5", "", "0.5"),
        ("employees", "0", "人", "0"),
        ("employees", "1200人", "人", "1200"),
        ("startup_services", "是", "", "是"),
        ("startup_services", "no", "", "否"),
        ("startup_services", "YES", "", "是"),
        ("startup_services", "否", "", "否"),
        ("employees", "不适用", "", "不适用"),
        ("employees", "不适用", "人", "不适用"),
        ("total_output", "保密", "万元", "保密"),
        ("startup_services", "不适用", "", "不适用"),
    ],
)
def test_a_cell_is_read_in_its_unit(shell: Shell, metric: str, cell: str, unit: str, stored: str) -> None:
    shell.given(("tongchuang", metric, 2019, cell, unit))
    assert value_of(shell, metric) == stored


FAULTS = [
    ("tongchuang", "employees", 2019, "-5", ""),
    ("nowhere", "employees", 2019, 5, ""),
    ("tongchuang", "nothing", 2019, 5, ""),
    ("tongchuang", "hitech_share", 2019, 62, "%"),
    ("tongchuang", "startups_growth", 2019, 12, "%"),
    ("tongchuang", "makerspaces", "soon", 1, ""),
    ("tongchuang", "incubators", 2019, "1.5", ""),
    ("tongchuang", "wifi_coverage", 2019, "100.1", "%"),
    ("tongchuang", "startup_services", 2019, "7", ""),
    ("tongchuang", "accelerators", 2019, "", ""),
    ("tongchuang", "total_output", 2019, "12", "km²"),
    ("tongchuang", "planned_area", 2019, "3", ""),
    ("通创社区", "规划面积", 2019, "4", ""),
]


def test_every_fault_is_listed_with_its_row_and_nothing_comes_in(shell: Shell) -> None:
    before = shell.content()
    done = shell.run("figures", "import", shell.sheet([*FAULTS, ("langu", "employees", 2019, 5, "")]))
    faulty = [number for number in range(2, 2 + len(FAULTS)) if number != 13]
    assert done.status == 1
    assert done.out == ""
    assert [int(line.split(":")[0].removeprefix("row ")) for line in done.faults] == faulty
    assert shell.content() == before


def test_several_faults_of_one_row_are_all_named(shell: Shell) -> None:
    done = shell.run("figures", "import", shell.sheet([("nowhere", "employees", "x", "-1", "")]))
    assert [line.split(": ")[:2] for line in done.faults] == [
        ["row 2", "community"], ["row 2", "year"], ["row 2", "value"],
    ]


def test_a_part_larger_than_its_whole_is_a_fault_in_the_file_and_against_the_store(shell: Shell) -> None:
    rows = [("tongchuang", "hitech_output", 2019, 101, ""), ("tongchuang", "total_output", 2019, 100, "")]
    assert shell.run("figures", "import", shell.sheet(rows)).status == 1
    shell.given(rows[1])
    assert shell.run("figures", "import", shell.sheet(rows[:1])).status == 1


def test_odd_figures_are_warned_about_and_taken(shell: Shell) -> None:
    shell.given(("tongchuang", "employees", 2018, 100, ""))
    done = shell.ok("figures", "import", shell.sheet([("tongchuang", "employees", 2019, 0, "")]))
    assert done.err.startswith("warning: row 2: ")
    assert value_of(shell, "employees") is not None


@pytest.mark.parametrize("year", [1990, 2016, 2031])
def test_any_year_is_taken(shell: Shell, year: int) -> None:
    shell.given(("nengda", "employees", year, 5, ""))
    assert shell.sql("SELECT year FROM observation WHERE status = 'approved'") == [(year,)]


def test_an_identical_row_changes_nothing(shell: Shell) -> None:
    shell.given(("tongchuang", "employees", 2019, 120, ""))
    before = shell.content()
    done = shell.ok("figures", "import", shell.sheet([("通创", "employees", 2019, "120.0", "人")]))
    assert done.out.startswith("0 figures recorded, 1 unchanged")
    assert shell.content() == before


def test_a_differing_row_supersedes_with_the_reason_import(shell: Shell) -> None:
    shell.given(("tongchuang", "employees", 2019, 120, ""), approve=False)
    shell.given(("tongchuang", "employees", 2019, 130, ""), approve=False)
    assert [row[1:] for row in shell.sql(STANDING)] == [("submitted", ""), ("submitted", "import")]
    assert value_of(shell, "employees") == "130"


def test_without_approve_the_approved_figure_stands_until_its_revision_is_approved(shell: Shell) -> None:
    shell.given(("tongchuang", "employees", 2019, 120, ""))
    shell.given(("tongchuang", "employees", 2019, 130, ""), approve=False)
    assert value_of(shell, "employees") == "120"
    shell.given(("tongchuang", "employees", 2019, 130, ""))
    assert value_of(shell, "employees") == "130"


def test_approving_an_import_is_recorded_as_such(shell: Shell) -> None:
    shell.given(("tongchuang", "employees", 2019, 120, ""))
    assert [row[1:] for row in shell.sql(STANDING)] == [("submitted", ""), ("approved", "import")]
    ((action, detail),) = shell.sql("SELECT action, detail FROM audit")
    assert action == "figures.import"
    assert '"approved": true' in detail


def test_a_reporter_imports_for_their_own_communities_only(shell: Shell) -> None:
    shell.ok("people", "add", "--id", 11, "--name", "王芳", "--role", "reporter", "--authority", "崇川区")
    own, other = ("tongchuang", "employees", 2019, 5, ""), ("langu", "employees", 2019, 5, "")
    assert shell.run("figures", "import", shell.sheet([own, other]), "--as", 11).status == 1
    assert shell.run("figures", "import", shell.sheet([own]), "--as", 11, "--approve").status == 1
    assert shell.sql("SELECT count(*) FROM observation") == [(0,)]
    shell.ok("figures", "import", shell.sheet([own]), "--as", 11)
    assert shell.sql("SELECT reporter_name, status FROM observation") == [("王芳", "submitted")]


EVERYTHING = [
    ("tongchuang", "employees", 2019, "120", "人"),
    ("tongchuang", "hitech_output", 2018, "0.1", "万元"),
    ("tongchuang", "total_output", 2018, "12345678.901234567", "万元"),
    ("tongchuang", "wifi_coverage", 2019, "0.5", "%"),
    ("guanyinshan", "employees", 2019, "不适用", "人"),
    ("langu", "total_output", 2019, "保密", "万元"),
    ("langu", "startup_services", 2019, "是", ""),
    ("langu", "training_services", 2019, "否", ""),
    ("langu", "culture_services", 2019, "保密", ""),
    ("langu", "makerspaces", 2019, "0", "个"),
]


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_an_export_comes_back_unchanged_and_rebuilds_an_empty_database(shell: Shell, name: str) -> None:
    shell.given(*EVERYTHING)
    path = shell.folder / name
    assert shell.ok("figures", "export", path).out.startswith(f"{len(EVERYTHING)} figures")
    assert shell.ok("figures", "import", path).out.startswith(f"0 figures recorded, {len(EVERYTHING)} unchanged")
    shell.database.rename(shell.folder / "old.sqlite3")
    assert shell.ok("figures", "import", path).out.startswith(f"{len(EVERYTHING)} figures recorded")
    again = shell.folder / f"again{path.suffix}"
    shell.ok("figures", "export", again)
    if path.suffix == ".csv":
        assert again.read_bytes() == path.read_bytes()


def test_a_workbook_of_numbers_is_read_exactly(shell: Shell) -> None:
    rows: list[tuple[object, ...]] = [
        ("通创", "总产值", 2019, 0.1, "亿元"),
        ("通创", "从业人员", 2019, 120, ""),
        ("通创", "创业服务", 2019, "是", ""),
    ]
    shell.ok("figures", "import", workbook(shell.folder / "in.xlsx", rows))
    assert [value_of(shell, m) for m in ("total_output", "employees", "startup_services")] == ["1000", "120", "是"]


def test_a_sheet_from_excel_on_a_chinese_windows_is_read(shell: Shell) -> None:
    path = shell.folder / "gb.csv"
    path.write_bytes("community,metric,year,value\r\n通创,从业人员,2019,5\r\n".encode("gb18030"))
    shell.ok("figures", "import", path)
    assert value_of(shell, "employees") == "5"


@pytest.mark.parametrize(
    "content", ["", "a,b\n1,2\n", "community,metric,year,value\n", "\0\0", 'community,metric,year,value\n"x']
)
def test_what_is_no_table_of_figures_is_refused_in_a_line(shell: Shell, content: str) -> None:
    path = shell.folder / "in.csv"
    path.write_text(content)
    done = shell.run("figures", "import", path)
    assert (done.status, len(done.faults)) == (1, 1)


def test_a_file_that_can_not_be_read_or_written_is_refused_in_a_line(shell: Shell) -> None:
    for arguments in (
        ("figures", "import", shell.folder / "none.csv"),
        ("figures", "import", shell.folder),
        ("people", "import", shell.folder),
        ("figures", "export", shell.folder / "none" / "out.csv"),
        ("figures", "export", shell.folder / "none" / "out.xlsx"),
        ("backup", shell.folder / "none" / "copy"),
    ):
        done = shell.run(*arguments)
        assert (done.status, done.out, len(done.faults)) == (1, "", 1), arguments
