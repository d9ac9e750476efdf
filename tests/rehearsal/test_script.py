"""A line of a rehearsal is read as what a person does with a phone."""

from __future__ import annotations

import pytest

from zc_bot.rehearsal.script import Act, Anew, Become, ForwardBack, Move, Say, Send, TapOn, read_line


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("通创去年高新占比", Say("通创去年高新占比")),
        ('"从业人员\\n5300"', Say("从业人员\n5300")),
        ('"[确认]"', Say("[确认]")),
        ('"通创" 2019年', Say('"通创" 2019年')),
        ('"5300', Say('"5300')),
        ("[确认提交]", TapOn("确认提交")),
        ("[]", Say("[]")),
        ("~改成5400", Say("改成5400", "edited")),
        ("^通创 2019 高新产值 45.6亿", Say("通创 2019 高新产值 45.6亿", "forwarded")),
        ("~", Say("~")),
        (">1", ForwardBack(1)),
        (">60%的社区", Say(">60%的社区")),
        ("!as 900002", Become("900002")),
        ("!at 2020-01-15T10:20", Move("2020-01-15T10:20")),
        ("!asap", Say("!asap")),
        ("@年报.xlsx", Send(("年报.xlsx",))),
        ("@照片.jpg 开工了 第二期", Send(("照片.jpg",), "开工了 第二期")),
        ("@a.jpg @b.jpg", Send(("a.jpg", "b.jpg"))),
        ('@"我的 表.xlsx" 请查收', Send(("我的 表.xlsx",), "请查收")),
        ("   ", Anew()),
    ],
)
def test_each_form_is_told_apart(line: str, act: Act) -> None:
    assert read_line(line) == act
