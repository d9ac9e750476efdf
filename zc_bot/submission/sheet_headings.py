"""What a sheet's headings leave unsaid, told by what stands around: a value's column, all, two rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.units import unit_named
from zc_bot.parsing.words import read_word
from zc_bot.policy.folding import folded
from zc_bot.sheets import Cell
from zc_bot.sheets.headings import (
    Column,
    column_of,
    heading_text,
    is_export,
    unit_within,
    without_number,
    without_unit,
)

Measure = Callable[[str], str | None]
FEWEST_ROWS, HEADING_WITHIN = 2, 30
SUMS = frozenset({"合计", "总计", "小计", "总和", "total", "sum", "subtotal"})
"""Heads a row that sums up others."""
_NOT_THE_VALUE = compile_later(
    "上年|去年|上期|同期|往年|前年|计划|目标|任务|预|应|增|减|比|率|幅|排名|名次|位次|序|编号|代码|累计|季|月|半年|电话|日期"
    r"|时间|人$|员$|no\b|id\b|last|plan|target|change",
    re.IGNORECASE,
)
"""Columns beside the figures of the year, of which none is one."""


def is_beside(heading: str) -> bool:
    """Tell whether a heading is of what stands beside the year's figures: 上年, 增幅, 目标."""
    return _NOT_THE_VALUE.search(heading) is not None


_UNIT = compile_later(r"(?<![\u4e00-\u9fff])(?:金额|数据|计量)?单位[ ]*[:：][ ]*(?P<unit>[^\s()（）,，;；、/]+)")


def common_unit(above: Sequence[Sequence[Cell]]) -> str:
    """Give the unit that is said above the headings for all that is counted in its dimension; '' for none or several.

    单位：元
    """
    found = [match for row in above for cell in row for match in _UNIT.finditer(heading_text(cell))]
    texts = [match["unit"] if match["unit"] not in {"万", "亿"} else f"{match['unit']}元" for match in found]
    ends = [match.string[match.end() :].strip(" )）") for match in found]
    units = set(texts)
    return texts[0] if len(units) == 1 and unit_named(texts[0]) is not None and not any(ends) else ""


def is_of_another(above: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether a title says that the figures below are none of the whole year's actual ones: 2025年目标任务表."""
    said = " ".join(heading_text(cell) for row in above for cell in row)
    return _ANOTHER.search(said) is not None and _ACTUAL.search(said) is None


_ANOTHER = compile_later(f"{alternatives('told.planned')}|上半年|下半年|季度|月报|快报")
_ACTUAL = re.compile("完成|实际|实绩|年报|执行情况")


def value_columns(
    rows: Sequence[Sequence[Cell]], head: int, columns: Mapping[Column, Sequence[int]]
) -> tuple[int, ...]:
    """Find the columns without a known heading that hold a figure in most rows below the head."""
    known = {at for places in columns.values() for at in places}
    named = [row for row in rows[head + 1 :] if _text(row, columns["metric"][0])]
    found = []
    for at, cell in enumerate(rows[head]):
        heading = heading_text(cell).strip()
        if at in known or not heading or _NOT_THE_VALUE.search(heading):
            continue
        filled = [text for row in named if (text := _text(row, at))]
        if filled and all(map(_is_value, filled)) and len(filled) * 2 >= len(named):
            found.append(at)
    of_numbers = [at for at in found if any(isinstance(read_quantity(_text(row, at)), Quantity) for row in named)]
    return tuple(of_numbers or found)


_ASIDE = compile_later("序号?|编号|代码|电话|手机|联系|姓名|日期|时间|备注|no|tel|id\\b|date", re.IGNORECASE)
_EARLIER = compile_later("上年|去年|上期|同期|往年|前年|上一年|last|previous", re.IGNORECASE)


def is_aside(heading: str) -> bool:
    """Tell whether a heading is of what stands beside the figures, of which none is one: 序号, 电话."""
    return _ASIDE.match(heading) is not None


def passed_over(rows: Sequence[Sequence[Cell]], head: int, known: Collection[int]) -> tuple[str, ...]:
    """Name the columns of numbers that a table with a figure a row holds besides: 一季度, 目标, 完成率.

    Last year's are what this year's are held against, and are not told; nor are those of the bot's own list.
    """
    if is_export(rows[head : head + 1]):
        return ()
    found = []
    for at, cell in enumerate(rows[head]):
        heading = heading_text(cell).strip()
        filled = [text for row in rows[head + 1 :] if (text := _text(row, at))]
        numbers = sum(isinstance(read_quantity(text), Quantity) for text in filled)
        if at not in known and heading and numbers * 2 > len(filled) and not is_aside(heading):
            found.append(heading)
    return tuple(dict.fromkeys(one for one in found if _EARLIER.search(one) is None))


def headed(rows: Sequence[Sequence[Cell]], measure: Measure) -> int | None:
    """Find a row that heads columns: by two headings, or two metrics side by side."""
    for number, row in enumerate(rows[:HEADING_WITHIN]):
        headings = {column for cell in row if (column := column_of(cell)) is not None}
        metrics = [cell for cell in row if (text := heading_text(cell)) and measure(text)]
        if len(headings) > 1 or len(metrics) > 1:
            return number
    return None


def bare_list(rows: Sequence[Sequence[Cell]], measure: Measure) -> tuple[int, dict[Column, int]] | None:
    """Find where a list without headings begins, and its columns: a metric a row with its figure, maybe its unit."""
    names = [(number, at) for number, row in enumerate(rows) if (at := _metric_at(row, measure)) is not None]
    if len(names) < FEWEST_ROWS or len({at for _, at in names}) != 1:
        return None
    first, at = names[0]
    if any(column_of(cell) is not None for row in rows[:first] for cell in row):
        return None
    columns: dict[Column, int] = {"metric": at}
    below = [rows[number] for number, _ in names]
    for column in range(max(map(len, below))):
        filled = [text for row in below if (text := _text(row, column))]
        if column == at or not filled:
            continue
        another = any(_NOT_THE_VALUE.search(_text(row, column)) for row in rows[:first])
        if all(unit_named(text) is not None for text in filled):
            columns["unit"] = column
        elif "value" in columns or column < at or another or 2 * sum(map(_is_value, filled)) <= len(filled):
            return None
        else:
            columns["value"] = column
    return (first, columns) if "value" in columns else None


def _metric_at(row: Sequence[Cell], measure: Measure) -> int | None:
    found = [at for at, cell in enumerate(row) if isinstance(cell, str) and cell.strip() and measure(cell)]
    return found[0] if len(found) == 1 else None


def joined_headings(rows: Sequence[Sequence[Cell]], measure: Measure) -> Sequence[Sequence[Cell]]:
    """Write one heading for two, one above the other, that name a metric only together."""
    head = headed(rows, measure)
    if head is None or head + 1 >= len(rows):
        return rows
    top, below = rows[head], rows[head + 1]
    if any(re.search("[0-9]", heading_text(cell)) for cell in below):
        return rows
    heads: list[Cell] = list(top)
    told, above = 0, ""
    for at in range(max(len(top), len(below))):
        upper, lower = _shown(top, at), _shown(below, at)
        above = upper or above
        if not lower or lower == upper or at >= len(heads):
            continue
        name, unit = without_unit(above), unit_within(above) or unit_within(lower)
        lower = without_unit(lower)
        whole = next((one for one in (f"{lower}{name}", f"{name}{lower}") if measure(one)), "")
        if whole and not measure(above):
            heads[at], told = f"{whole}（{unit}）" if unit else whole, told + 1
    if not told:
        return rows
    blank: list[Cell] = ["" for _ in below]
    return [*rows[:head], heads, blank, *rows[head + 2 :]]


def beyond_headings(row: Sequence[Cell], heads: Sequence[Cell]) -> tuple[str, ...]:
    """Give what stands in a row beyond the last heading."""
    end = max((at + 1 for at, cell in enumerate(heads) if heading_text(cell).strip()), default=0)
    return tuple(text for cell in row[end : len(heads)] if (text := heading_text(cell).strip()))


def repeats_headings(row: Sequence[Cell], heads: Sequence[Cell]) -> bool:
    """Tell whether a row says the headings once more, as above a table below the first."""
    said = [heading_text(cell).strip() for cell in row]
    return any(said) and said == [heading_text(cell).strip() for cell in heads]


def sum_of(row: Sequence[Cell], community: Cell) -> str:
    """Give the word for a sum that a row begins with, where its community is left empty; '' for any other row."""
    first = next((text for cell in row if (text := heading_text(cell).strip())), "")
    return first if folded(first) in SUMS and not heading_text(community).strip() else ""


def _shown(row: Sequence[Cell], at: int) -> str:
    return without_number(heading_text(row[at])).strip() if at < len(row) else ""


def _text(row: Sequence[Cell], at: int) -> str:
    return heading_text(row[at]).strip() if at < len(row) else ""


def _is_value(text: str) -> bool:
    return isinstance(read_quantity(text), Quantity) or read_word(text) is not None
