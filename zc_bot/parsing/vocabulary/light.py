"""Words within a question that carry no meaning of their own, and those that narrow what stands after them.

Filler is what is said around a question; light words are its verbs, measure words and directions.
"""

from __future__ import annotations

LIGHT = frozenset(
    "找让叫喊请托催盼劝求念说讲写填记忘猜懂瞧盯问答查核借靠凭像似如若宜妥"
    "之者系须何尚予乃兹则且矣试鸭吖丫"
    "笔块面头边儿些样般番遍趟句份张条件午清楚"
)
"""Characters that never narrow what follows them: one of these left over changes nothing."""

VERBS = frozenset((
    *"建管做定报办设配抓放弄算交备引聚拥装推制订入",
    "设立", "建立", "制定", "制订", "建成", "建有", "配备", "设置", "组建", "解决", "满足", "实施", "覆盖", "专门",
    "完成", "开展", "完善", "具备", "拥有", "容纳", "达成", "落成",
))
"""Verbs that may narrow a noun right after them (在建面积), and narrow nothing anywhere else."""

NARROWING = (
    "在建|拟建|待建|新建|配建|自建|代建|续建|扩建|改建|规划建|计划|预计|预期|预测|名义|可比|不变价|到位|已用|可用|"
    "可租|自持|出租|空置|闲置|剩余|备用|备案|引进|引用|落地|落户|上市|签约|开工|竣工|完工|投产|达产|注销|吊销|离职|"
    "退休|临时|兼职|劳务|外地|本地|外资|内资|合资|民营|国有|女性|男性|女|男|年轻|高端|骨干|一线|管理|后勤|办公|生产|"
    "生活|研发|销售|科技型|规上|返乡|本科|大专|装配|推广|审批|在册|参保|持证|新入职|planned|projected|expected|"
    "estimated|female|male|temporary|part time|foreign owned|idle|vacant|under construction"
)
"""Words that, right before a metric, ask for a part of it that nobody reports: 在建面积, 女性从业人员."""
