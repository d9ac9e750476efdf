"""Words that say what is asked and are also found by their sound: 牌名 for 排名, 谁抱的 for 谁报的.

Only these: most others sound like everyday words, 时限 like 实现.
"""

from __future__ import annotations

HEARD = (
    "排名|排行|名次|排第几|达标|达标吗|达标了吗|达标没有|没达标|未达标|不达标|合格|填报|没填报|还没填报|"
    "未填报|上报|没上报|谁报的|谁填的|谁审的|谁上报的|谁填报的|没报|还没报|未报|漏报|报齐|要求|要求多少|"
    "要求是多少|标准|门槛|规定|截止|截止日期|提醒|走势|走势图|趋势|趋势图|对比|比较|增长|增长率|年均增长|"
    "同比|同比增长|合计|总计|汇总|多少|是多少|有多少|最高|最低|最多|最少|倒数|倒数第一|名单|审核|来源|"
    "责任主体"
)
"""Words, `|` between them."""

COMPARISONS = ("超过", "高于", "低于", "大于", "小于", "多于", "少于", "达到", "不到", "没到", "不足", "以上", "以下")
"""Comparisons that are found by their sound beside a figure."""
