"""`ask`: answers as the bot would, one JSON object a question, and stores nothing."""

from __future__ import annotations

import json

import pytest

from tests.cli.shell import Shell

KEYS = {"question", "intent", "communities", "metrics", "years", "choices", "rows", "query", "rule", "unused", "text"}
FIGURES = [
    ("tongchuang", "hitech_output", 2018, 50, ""),
    ("tongchuang", "total_output", 2018, 100, ""),
    ("tongchuang", "hitech_output", 2019, "62.5", ""),
    ("tongchuang", "total_output", 2019, 100, ""),
    ("guanyinshan", "hitech_output", 2019, 60, ""),
    ("guanyinshan", "total_output", 2019, 100, ""),
]


@pytest.fixture
def asked(shell: Shell) -> Shell:
    shell.given(*FIGURES)
    return shell


def test_an_answer_has_the_promised_shape(asked: Shell) -> None:
    found = asked.ok("ask", "--json", "--on", "2020-01-14", "通创和观音山去年高新占比").json
    assert set(found) == KEYS
    assert (found["question"], found["intent"]) == ("通创和观音山去年高新占比", "compare")
    assert (found["communities"], found["metrics"]) == (["tongchuang", "guanyinshan"], ["hitech_share"])
    assert (found["years"], found["choices"]) == ([2019], [])
    first = found["rows"][0]
    assert first.pop("reported_at").endswith("+08:00")
    assert first.pop("reported_by")
    assert first == {
        "community": "tongchuang", "metric": "hitech_share", "year": 2019, "value": "62.50", "unit": "%",
        "status": "approved", "view": "value",
    }
    assert [row["value"] for row in found["rows"]] == ["62.50", "60.00"]
    measures = [{"metric": "hitech_share", "view": "value"}]
    understood = {"ask": "figures", "measures": measures, "places": ["tongchuang", "guanyinshan"], "years": [2019]}
    assert (found["query"], bool(found["rule"])) == (understood, True)
    assert asked.ok("ask", "--json", "怎么报数据").json["query"] == {}, "of no figures"
    assert "62.5" in found["text"]


def test_without_json_only_the_text_is_printed(asked: Shell) -> None:
    done = asked.ok("ask", "--on", "2020-01-14", "通创去年高新占比")
    assert "62.5" in done.out
    assert "<" not in done.out
    assert done.err == ""


def test_on_moves_today_only_and_later_figures_still_count(asked: Shell) -> None:
    def years(on: str) -> list[int]:
        return asked.ok("ask", "--json", "--on", on, "通创去年高新占比").json["years"]

    assert (years("2020-01-14"), years("2019-05-01")) == ([2019], [2018])


def test_lang_chooses_the_language_of_the_text(asked: Shell) -> None:
    found = asked.ok("ask", "--json", "--lang", "en", "--on", "2020-01-14", "通创去年高新占比").json
    assert "High-tech share" in found["text"]


def test_as_a_viewer_sees_only_what_is_approved(asked: Shell) -> None:
    asked.given(("langu", "employees", 2019, 5, ""), approve=False)
    asked.ok("people", "add", "--id", 12, "--name", "李敏", "--role", "viewer")
    admin = asked.ok("ask", "--json", "蓝谷2019年从业人员").json
    viewer = asked.ok("ask", "--json", "--as", 12, "蓝谷2019年从业人员").json
    assert [(row["value"], row["status"]) for row in admin["rows"]] == [("5", "submitted")]
    assert viewer["rows"] == []


def test_as_a_stranger_is_refused(asked: Shell) -> None:
    done = asked.run("ask", "--as", 99, "高新占比排名")
    assert (done.status, done.out, len(done.faults)) == (1, "", 1)


def test_standard_input_is_a_conversation_and_an_empty_line_begins_another(asked: Shell) -> None:
    lines = "通创去年高新占比\n观音山呢\n\n观音山呢\n"
    done = asked.ok("ask", "--json", "--on", "2020-01-14", "-", stdin=lines)
    first, carried, anew = (json.loads(line) for line in done.out.splitlines())
    assert (first["communities"], carried["communities"]) == (["tongchuang"], ["guanyinshan"])
    assert (carried["metrics"], carried["years"]) == (["hitech_share"], [2019])
    assert [row["value"] for row in carried["rows"]] == ["60.00"]
    assert anew["metrics"] == []


def test_a_line_after_clarify_may_answer_it(asked: Shell) -> None:
    done = asked.ok("ask", "--json", "--on", "2020-01-14", "-", stdin="跨江去年高新占比\n跨江合作\n")
    asking, answered = (json.loads(line) for line in done.out.splitlines())
    assert (asking["intent"], asking["rows"]) == ("clarify", [])
    assert asking["communities"] == ["kuajiang-hezuo", "kuajiang-ronghe"]
    assert len(asking["choices"]) == 2
    assert (answered["communities"], answered["metrics"]) == (["kuajiang-hezuo"], ["hitech_share"])


def test_every_choice_of_a_clarification_is_understood(asked: Shell) -> None:
    found = asked.ok("ask", "--json", "--on", "2020-01-14", "跨江去年高新占比").json
    for choice, community in zip(found["choices"], found["communities"], strict=True):
        again = asked.ok("ask", "--json", "--on", "2020-01-14", choice).json
        assert (again["communities"], again["intent"]) == ([community], "value")


@pytest.mark.parametrize("question", ["", "   "])
def test_an_empty_question_is_answered_too(asked: Shell, question: str) -> None:
    assert asked.ok("ask", "--json", question).json["intent"] == "unknown"


def test_what_is_not_reported_has_no_row_and_says_so(shell: Shell) -> None:
    found = shell.ok("ask", "--json", "--on", "2020-01-14", "通创去年从业人员").json
    assert found["rows"] == []
    assert "未报" in found["text"]


@pytest.mark.parametrize(("cell", "marker"), [("不适用", "not_applicable"), ("保密", "confidential")])
def test_a_marker_stands_in_its_row(shell: Shell, cell: str, marker: str) -> None:
    shell.given(("通创", "employees", 2019, cell, ""))
    (row,) = shell.ok("ask", "--json", "通创2019年从业人员").json["rows"]
    assert (row["value"], row["marker"]) == (None, marker)


def test_asking_stores_nothing(asked: Shell) -> None:
    before = asked.content()
    asked.ok("ask", "-", stdin="通创高新占比\n跨江高新占比\n提醒我明天报数\n通创 2019 高新产值 45.6亿\n")
    assert asked.content() == before


@pytest.mark.parametrize("option", [("--lang", "fr"), ("--on", "2020-13-01"), ("--on", "gestern"), ("--as", "x")])
def test_a_wrong_option_is_wrong_usage(shell: Shell, option: tuple[str, str]) -> None:
    done = shell.run("ask", *option, "高新占比排名")
    assert (done.status, done.out) == (2, "")
    assert option[0] in done.err


def test_a_check_of_one_requirement_over_all_names_it_and_shows_the_values(asked: Shell) -> None:
    text = asked.ok("ask", "--json", "--on", "2020-01-14", "各社区2019年高新占比达标吗").json["text"]
    assert "高新产值占比" in text.splitlines()[0]
    assert "60.00%" in next(line for line in text.splitlines() if "观音山" in line)


def test_communities_that_meet_everything_are_listed_by_name_alone(asked: Shell) -> None:
    text = asked.ok("ask", "--json", "--on", "2020-01-14", "2019年哪些社区达标").json["text"]
    assert "管理科学" not in text


def test_a_total_says_over_how_many_of_how_many_and_names_no_year_that_was_not_named(asked: Shell) -> None:
    found = asked.ok("ask", "--json", "--on", "2020-01-14", "全市高新占比").json
    assert found["years"] == []
    (row,) = found["rows"]
    assert (row["community"], row["year"], row["value"]) == (None, 2019, "61.25")
    assert (row["counted"], row["expected"]) == (2, 13)
    assert "仅2/13个社区有数，不代表南通市" in found["text"]


def test_the_year_is_chosen_from_what_was_recorded_until_a_moment(asked: Shell) -> None:
    text = asked.ok("ask", "--json", "--on", "2020-01-14", "--as-of", "2019-01-01", "全市高新占比").json
    assert text["rows"] == []


def test_a_composed_question_is_said_back_with_whom_its_figures_are_of(asked: Shell) -> None:
    found = asked.ok("ask", "--json", "--on", "2020-01-14", "2019年高新占比超过60%的社区的总产值").json
    rows = [(row["community"], row["value"], row["view"]) for row in found["rows"]]
    assert rows == [("tongchuang", "100", "value")]
    assert found["query"]["where"]["bounds"] == [{"sign": ">", "value": "60"}]
    assert "按“2019年高新产值占比超过60%的社区的2019年总产值”理解" in found["text"]
    assert "11" in found["text"], "of eleven communities it can't be told"
    assert "审核" in found["text"]
    assert "报，最近" in found["text"]


def test_a_viewer_gets_nothing_unreviewed_in_a_composed_answer_either(asked: Shell) -> None:
    asked.given(("langu", "total_output", 2019, 7777, ""), approve=False)
    asked.ok("people", "add", "--id", 12, "--name", "李敏", "--role", "viewer")
    question = "除了通创，2019年总产值最高的社区谁负责"
    admin = asked.ok("ask", "--json", question).json
    viewer = asked.ok("ask", "--json", "--as", 12, question).json
    assert "7,777" in admin["text"]
    assert "7,777" not in viewer["text"]
    assert "langu" not in str(viewer["rows"])


def test_a_composed_question_is_followed_line_by_line(asked: Shell) -> None:
    lines = "通创总产值占全市多少\n观音山呢\n"
    first, then = map(json.loads, asked.ok("ask", "--json", "--on", "2020-01-14", "-", stdin=lines).out.splitlines())
    assert [row["community"] for row in (*first["rows"], *then["rows"])] == ["tongchuang", "guanyinshan"]
    assert {row["view"] for row in (*first["rows"], *then["rows"])} == {"share"}


def test_what_was_not_understood_is_printed_as_lines_for_the_corpus(asked: Shell) -> None:
    asked.sql(
        "INSERT INTO unanswered (text, intent, rule, at) VALUES"
        " ('通创的' || char(10) || '蝴蝶指数', 'unknown', 'leftovers', '2026-01-01T00:00:00.000000Z')"
    )
    assert asked.ok("unanswered").out == "通创的 蝴蝶指数 | \n"


def test_a_difference_names_both_figures_whichever_is_named_first(asked: Shell) -> None:
    text = asked.ok("ask", "--json", "--on", "2020-01-14", "观音山和通创2019年高新占比差多少").json["text"]
    assert text.split("\n")[:3] == [
        "低2.50个百分点　观音山众创社区2019年高新产值占比比通创社区多多少",
        "· 观音山众创社区　60.00%",
        "· 通创社区　62.50%",
    ]


def test_who_reported_all_is_named_beside_who_did_not(shell: Shell) -> None:
    shell.given(("tongchuang", "total_output", 2019, 100, ""))
    text = shell.ok("ask", "--json", "--on", "2020-01-14", "2019年谁没报总产值").json["text"]
    assert text.startswith("12/13个社区")
    assert text.endswith("1个：通创")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1989-12-31", "2101-01-01"])
def test_a_day_of_no_year_that_can_be_planned_is_refused_in_one_line(asked: Shell, day: str) -> None:
    done = asked.run("ask", "--on", day, "谁没报")
    assert done.status == 2
    assert [line for line in done.faults if "from 1990 to 2100" in line] == done.faults[-1:]
    assert "Traceback" not in done.err


def test_one_span_said_twice_is_asked_about(asked: Shell) -> None:
    done = asked.ok("ask", "--json", "高新产值3~5亿到3~5亿之间").json
    assert done["intent"] in {"clarify", "list"}
    assert not any("但" in choice for choice in done["choices"]), "a bound said twice bounds once"
