"""A word that narrows a metric is never passed over: 在建面积 is no 面积, whatever its characters mean alone."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cases import for_each
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.question import understand

ASKED = (
    "通创2019年{}从业人员多少", "通创2019年{}载体面积", "通创{}的初创企业有多少家", "通创去年{}总产值多少",
    "通创去年{}孵化器几个",
)
NARROWER = """
在建 拟建 待建 规划建 新建 计划 预计 预期 户均 亩均 剩余 闲置 空置 出租 外资 女性 男性 大专以上
本科 外地 本地 年轻 高端 规上 民营 国有 返乡 大学生 退休 临时 兼职 劳务 科技型 上市 存量 净 上半年
一季度 当月 月均 日均 名义 不变价 可比 到位 签约 开工 竣工 完工 已用 可用 可租 自持 配建 送审 引进
引进的 落户 落地 收储 拆除 装配 养老 引用 走访 放款 抓获 推算 推荐 解散 离职 退出 注销 吊销 办公 生产
研发 销售 管理 后勤 一线 设立 办证 推广 备用 配套 聚集 招聘
"""


@for_each("question", ASKED)
@for_each("word", NARROWER.split())
def test_it_is_asked_about(lexicon: Lexicon, question: str, word: str) -> None:
    meaning = understand(question.format(word), lexicon, today=date(2020, 3, 2))
    assert meaning.intent in {"clarify", "unknown"}


@pytest.mark.parametrize("aside", ["实际", "请找一下", "帮忙查一查", "领导要的", "我记不清了"])
def test_an_aside_is_not(lexicon: Lexicon, aside: str) -> None:
    meaning = understand(f"{aside}通创2019年从业人员多少", lexicon, today=date(2020, 3, 2))
    assert (meaning.intent, meaning.communities, meaning.metrics) == ("value", ("tongchuang",), ("employees",))
