"""What is typed for each act of the table, and what its answer says only to who may: the doors made of words."""

from __future__ import annotations

from collections.abc import Mapping

from zc_bot.policy.roles import Act

OWN, FOREIGN = "通创社区", "新材料众创社区"
Door = tuple[str, str]
"""What is typed, and what its answer says only to who may."""
SPOKEN: Mapping[Act, tuple[Door, ...]] = {
    Act.SEE_APPROVED: (
        (f"{OWN}2019年总产值", "71.2亿"), ("2019年总产值合计", "142.4亿"), (f"{OWN}2019年所有数据", "71.2亿"),
        ("总产值超过1亿的社区", OWN), ("高新占比要求多少", "60%"), ("最近有什么变化", "审核通过"),
        ("除了新材料2019年总产值合计", "71.2亿"),
    ),
    Act.SEE_WAITING: ((f"{OWN}2019年高新产值", "45.6亿"),),
    Act.SEE_REPORTER: (
        (f"{OWN}2019年总产值谁报的", "命令行"), (f"{OWN}2019年总产值", "命令行"), ("最近有什么变化", "命令行"),
        ("怎么联系通创社区的填报人", "王芳"),
    ),
    Act.SEE_REPORTER_WAITING: (
        (f"{OWN}2019年高新产值谁报的", "命令行"), (f"{OWN}2019年高新产值", "命令行"),
    ),
    Act.JUDGE: (
        (f"{OWN}2019年达标了吗", "平方公里左右"), ("2019年哪些社区没达标", "未达标"), ("全市情况", "全部达标"),
        (f"{OWN}2019年载体建筑面积", "达标"), (f"{OWN}2019年所有数据", "达标"), ("给我写个开会用的总结", "达标"),
        ("2019年载体面积达标的社区总产值合计", "71.2亿"),
    ),
    Act.RANK: (
        ("2019年总产值排名", "71.2亿"), ("2019年总产值最高的社区", "71.2亿"), ("2019年达标最多的社区", OWN),
        ("2019年总产值前三的社区合计", "142.4亿"), ("2019年各区情况", "崇川"),
    ),
    Act.SEE_TREND: ((f"{OWN}总产值走势", "71.2亿"), (f"{OWN}2019年总产值同比增长多少", "2018")),
    Act.SEE_MISSING: (("2019年谁没报", "观音山"),),
    Act.SEE_PROGRESS: (("全市情况", "2019"), ("2019年谁迟报", "2019")),
    Act.SEE_DEADLINE: (("什么时候截止", "2月3日"), ("延期了吗", "2月3日"), ("/start", "2月3日")),
    Act.EXPORT: (("导出2019年的表格", "见下面的文件"),),
    Act.BRIEF: (("给我写个开会用的总结", "会上可以这样说"),),
    Act.GET_DIGEST: (("每周一发我", "每周"),),
    Act.REMIND_ONESELF: (("提醒我明天上午报数", "已设提醒"), ("我的提醒", "提醒"), ("取消所有提醒", "提醒")),
    Act.CHOOSE_LANGUAGE: (("切换到英文", "English"),),
    Act.GET_HELP: (("怎么用", "打字提问"), ("怎么撤回", "/mine")),
    Act.REPORT: ((f"{OWN} 2019 从业人员 3200人", "请核对"),),
    Act.LIST_REPORTS: (("我报的数据", "还没有报过"), ("审核到哪一步了", "还没有报过")),
    Act.REVIEW: (("审核队列", "待审核，来自"), (f"通过{OWN}", "1项待审核")),
    Act.NUDGE: (("催一下崇川", "王芳"),),
    Act.REOPEN_YEAR: (("重开2018年", "2018年"),),
    Act.RECORD: (("登记 补助 通创社区 200万元 2019-05-20", "200"),),
    Act.SHOW: (("报形象进度", "哪个社区"),),
    Act.REVIEW_SHOWING: (("审核形象进度", "待审核的进度"),),
    Act.LINK_PAGE: (("展示页面链接", "展示页面"),),
    Act.SWITCH_PAGE: (("关闭展示页面", "关闭"),),
    Act.MOVE_DEADLINE: (("延期到2月10日", "2月10日"),),
    Act.END_YEAR: (("结束2019年的收集", "2019"),),
    Act.BROADCAST: (("通知所有填报人：周五前报齐", "周五前报齐"),),
    Act.MANAGE_PEOPLE: (("移除张伟", "张伟"),),
    Act.SEE_AUDIT: (("操作记录", "操作记录"),),
    Act.SEE_HEALTH: (("运行情况", "运行正常"),),
}
LOOKING_ON: Mapping[Act, tuple[Door, ...]] = {
    Act.SEE_APPROVED: SPOKEN[Act.SEE_APPROVED][:4], Act.SEE_TREND: SPOKEN[Act.SEE_TREND],
    Act.JUDGE: SPOKEN[Act.JUDGE], Act.RANK: SPOKEN[Act.RANK], Act.SEE_MISSING: SPOKEN[Act.SEE_MISSING],
    Act.SEE_PROGRESS: SPOKEN[Act.SEE_PROGRESS][:1], Act.SEE_DEADLINE: SPOKEN[Act.SEE_DEADLINE][:1],
    Act.BRIEF: SPOKEN[Act.BRIEF],
}
"""What is answered in groups and inline, too."""
WITHOUT_WORDS = {Act.REPORT_BY_SHEET, Act.LEAVE_REPORT, Act.RECORD_STAGE, Act.APPROVE_IMPORT, Act.ALLOW_GROUP}
"""What is done by a file, a command, a button or at the command line: tried by the attempts of the table."""
