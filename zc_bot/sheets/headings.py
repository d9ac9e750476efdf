"""What the columns of a table of figures are called, in Chinese and English, with or without a unit in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from zc_bot.policy.folding import folded
from zc_bot.sheets.cells import Cell, Odd

Column = Literal["community", "metric", "year", "value", "unit", "reason"]
_WORDS: Mapping[Column, str] = {
    "community": "社区 社区名称 众创社区 众创社区名称 单位名称 填报单位 community communityname",
    "metric": "指标 指标名称 项目 填报指标 填报项目 指标项 名称 metric indicator item",
    "year": "年度 年份 年 填报年度 所属年度 统计年度 year",
    "value": (
        "本年数 数值 值 填报数 本年 今年 今年数 本年度 本年度数 本年完成 本年完成数 今年完成 今年完成数 本年实际"
        " 本年实际数 实际数 实际完成 完成数 当年数 数据 指标值 本期数 本年值"
        " 实际 完成 全年 全年数 实绩 是/否 有/无 是否 有无 是否具备 填报情况 value thisyear figure amount"
    ),
    "unit": "单位 计量单位 数据单位 unit",
    "reason": "说明 原因 变化原因 备注 填报说明 情况说明 变动原因 reason remark remarks note",
}
HEADINGS: Mapping[Column, tuple[str, ...]] = {column: tuple(words.split()) for column, words in _WORDS.items()}
_COLUMN = {name: column for column, names in HEADINGS.items() for name in names}
_OF_AN_EXPORT = frozenset({"状态", "填报人", "填报时间", "status", "reportedby", "reportedat"})
_BRACKETED = re.compile(r"[(（【\[]\s*(?:单位[:：]?)?(?P<unit>[^()（）【】\[\]]*)[)）】\]]")
_NUMBERED = re.compile(
    r"^\s*(?:[(（][0-9一二三四五六七八九十]{1,3}[)）]|[0-9一二三四五六七八九十]{1,3}[)）、.．](?![0-9])|[①-⑳])\s*"
)
_YEARS = re.compile(r"(?P<year>20[0-9]{2})年?度?(?P<rest>.*)")


def column_of(cell: Cell) -> Column | None:
    """Tell which column a heading names; None for any other cell."""
    name = folded(_BRACKETED.sub("", heading_text(cell)))
    if name in _COLUMN:
        return _COLUMN[name]
    match = _YEARS.fullmatch(name)
    return "value" if match is not None and (match["rest"] or "本年数") in HEADINGS["value"] else None


def heading_text(cell: Cell) -> str:
    return cell.shown if isinstance(cell, Odd) else str(cell)


def unit_within(text: str) -> str:
    """Give what stands in brackets in a name or heading: 高新产值（万元）."""
    match = _BRACKETED.search(text)
    return "" if match is None else match["unit"].strip()


def without_unit(text: str) -> str:
    """Give a name without what stands in brackets."""
    return _BRACKETED.sub("", text).strip()


def without_number(text: str) -> str:
    """Give a name without what numbers it in a list: （一）规划面积, 3. 从业人员."""
    return _NUMBERED.sub("", text, count=1)


def year_within(text: str) -> int | None:
    """Give the year that a heading begins with: 2025年完成数."""
    match = _YEARS.fullmatch(folded(text))
    return None if match is None else int(match["year"])


def is_export(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell the bot's own list of figures by what it says of each: how it stands and who reported it when."""
    heads = {folded(heading_text(cell)) for cell in rows[0]} if rows else set()
    return len(heads & _OF_AN_EXPORT) >= len(_OF_AN_EXPORT) // 2


def headings_in(rows: Sequence[Sequence[Cell]], within: int) -> int:
    """Count the headings of the row that has most of them, among the first rows of a sheet."""
    counts = (len({column for cell in row if (column := column_of(cell)) is not None}) for row in rows[:within])
    return max(counts, default=0)
