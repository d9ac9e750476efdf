"""Words beside a clear figure that nothing used: asked about by one question, noted by one tap."""

from __future__ import annotations

import pytest

from tests.submission.test_correcting import FACTS, drafted
from tests.submission.test_swapping import held
from zc_bot.submission import events as ev
from zc_bot.submission.draft import from_json, to_json
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Tap, Typed

LINE = "通创2019 从业人员5300人，部分项目延期，总产值71亿"


def test_a_figure_with_words_beside_it_waits_for_a_word_and_the_others_are_noted() -> None:
    draft, events = drafted(line=LINE)
    assert held(draft) == {"total_output": 710000}
    asked = events[-1]
    assert isinstance(asked, ev.AskBeside)
    assert asked.words == ("部分项目延期",)
    assert [(one.metric, one.value) for one in asked.figures] == [("employees", 5300)]


@pytest.mark.parametrize("reply", [Tap("beside", "yes"), *map(Typed, ("照记", "都记", "是", "note them"))])
def test_it_is_noted_by_a_tap_or_a_word_after_a_restart(reply: Tap | Typed) -> None:
    draft, _ = drafted(line=LINE)
    after, events = step(from_json(to_json(draft)), reply, FACTS)
    assert held(after) == {"total_output": 710000, "employees": 5300}
    assert isinstance(events[-1], ev.ShowCard)
    assert "部分项目延期" in next(one.phrase for one in after.entries if one.metric == "employees")


@pytest.mark.parametrize("reply", [Tap("beside", "no"), Typed("不记"), Typed("重新填"), Typed("上一步")])
def test_it_is_asked_for_anew_where_it_is_not_to_be_noted(reply: Tap | Typed) -> None:
    draft, _ = drafted(line=LINE)
    after, events = step(draft, reply, FACTS)
    assert held(after) == {"total_output": 710000}
    assert isinstance(events[-1], ev.AskValue)


@pytest.mark.parametrize("text", ["5310", "从业人员5310人", "从业人员改成5310"])
def test_another_figure_takes_its_place(text: str) -> None:
    after, _ = drafted(text, line=LINE)
    assert held(after) == {"total_output": 710000, "employees": 5310}


def test_another_number_beside_it_is_never_left_out_in_silence() -> None:
    for line in ("载体25.5万平 某创32.8万平", "从业人员5300人，孵化用房32万平米"):
        _, events = start(FACTS, line=f"通创2019 {line}")
        said = "".join(one.found for one in events if isinstance(one, ev.Refused))
        said += "".join(one.readings[0].typed for one in events if isinstance(one, ev.AskReading))
        assert "32" in said or "某创" in said, line


def test_it_is_never_handed_in_unasked() -> None:
    draft, _ = drafted(line=LINE)
    for said in (Tap("finish"), Tap("menu"), Typed("好的"), Typed("ok"), Typed("谢谢"), Typed("总产值72亿")):
        draft, _ = step(draft, said, FACTS)
        assert "employees" not in held(draft)
    _, events = step(draft, Tap("confirm"), FACTS)
    assert not isinstance(events[-1], ev.Submit)


def test_what_says_why_is_the_reason_that_is_wanted() -> None:
    after, _ = drafted("照记", line="通创2019 从业人员9000人，受益于园区扩建")
    assert [one.reason for one in after.entries] == ["从业人员9000人，受益于园区扩建"]
    asked, events = drafted("照记", line="通创2019 从业人员9000人，部分项目延期")
    assert asked.entries == ()
    assert isinstance(events[-1], ev.AskReason)


@pytest.mark.parametrize(
    "line",
    [
        "目标总产值80亿", "上半年总产值40亿", "总产值约71亿", "employees about 5300", "总产值80亿美元",
        "总产值要再加2000万", "total output 80m usd",
    ],
)
def test_what_is_another_figure_or_counted_otherwise_is_not_even_offered(line: str) -> None:
    draft, events = start(FACTS, line=f"通创2019 {line}")
    assert draft.entries == ()
    assert not any(isinstance(one, ev.AskBeside) for one in events)
    assert any(isinstance(one, ev.Refused) for one in events)


@pytest.mark.parametrize(
    ("metric", "text", "value"),
    [
        ("employees", "5300人，部分项目延期", 5300), ("total_output", "71.2亿，主要是新材料板块增长", 712000),
        ("employees", "招了一批人，现在是5300人", 5300), ("info_platform", "有的呀，去年3月发的12号文，第7条", 1),
        ("info_platform", "Not yet – tender closes in January", 0),
        ("total_investment", "由于项目涉密，不便提供", None),
    ],
)
def test_an_answer_with_words_beside_it_is_asked_about(metric: str, text: str, value: int | None) -> None:
    draft, _ = start(FACTS, "tongchuang", 2019, metric)
    after, events = step(draft, Typed(text), FACTS)
    asked = events[-1]
    assert isinstance(asked, ev.AskBeside)
    assert [one.value for one in asked.figures] == [value]
    noted, _ = step(after, Typed("照记"), FACTS)
    assert [one.value for one in (*noted.entries, *([noted.pending] if noted.pending else []))] == [value]


def test_what_is_asked_about_after_a_reason_is_said_with_it() -> None:
    draft, events = drafted(line="通创2019 从业人员5300人，部分项目延期，总产值150亿")
    assert ev.AskedLater(("employees",)) in events
    assert draft.step == "reason"
    after, events = step(draft, Typed("新并入两个园区"), FACTS)
    assert held(after) == {"total_output": 1500000}
    assert isinstance(events[-1], ev.AskBeside)
