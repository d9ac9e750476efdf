"""Words that say what is asked and are also found by their sound: 牌名 for 排名, 谁抱的 for 谁报的.

Only these: most others sound like everyday words, 时限 like 实现, 增长 like 正常, 没填报 like 每天报.
"""

from __future__ import annotations

HEARD = (
    "排名|排第几|达标了吗|达标没有|还没填报|谁报的|谁填的|谁上报的|谁填报的|要求|要求多少|要求是多少|标准|"
    "门槛|规定|截止日期|提醒我|走势|走势图|趋势图|对比|比较|增长率|年均增长|同比增长|多少|是多少|有多少|最高|"
    "最低|最多|最少|倒数第一|名单|责任主体"
)
"""Words, `|` between them."""

COMPARISONS = ("超过", "高于", "低于", "大于", "小于", "多于", "少于", "达到", "不到", "没到", "不足", "以上", "以下")
"""Comparisons that are found by their sound beside a figure."""
