"""Shaoxing's folder drives the same commands and the same chat, with no change of code."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.chat.conftest import Chat
from tests.policy.conftest import SHAOXING, Folder
from zc_bot import demo
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.turn import Rules
from zc_bot.cli import main
from zc_bot.evaluation.figures import Query
from zc_bot.opening import make_rules
from zc_bot.policy.load import load_programme
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.settings import Settings
from zc_bot.storage import figures, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

ROOT = Path(__file__).resolve().parents[2]
FIGURES = """community,metric,year,value,unit
鉴湖轻纺社区,用地,2021,38,
轻纺社区,绿色收入,2021,3.4,
轻纺社区,总收入,2021,10,亿元
轻纺社区,入驻企业,2021,400,户
轻纺社区,光纤率,2021,96,
轻纺社区,办事大厅,2021,是,
轻纺社区,绿色收入,2022,33500万元,
轻纺社区,总收入,2022,10,
轻纺社区,入驻企业,2022,420,
轻纺社区,光纤率,2022,94.9,%
轻纺社区,一站式办事大厅,2022,yes,
设计社区,绿色收入,2022,1.2,
设计社区,总收入,2022,4,
caoe,sales,2022,20,
caoe,green_sales,2022,66990万元,
曹娥江,用地面积,2022,600亩,
曹娥江,入驻户数,2021,300,
曹娥江,入驻户数,2022,330,
"""
ASKED = {
    # question: intent, communities, metrics, rows as (community, metric, year, value, unit)
    "轻纺社区2022年绿色占比": (
        "value", ["jianhu"], ["green_share"], [("jianhu", "green_share", 2022, "33.50", "%")],
    ),
    "曹娥江用地多少": ("value", ["caoe"], ["site"], [("caoe", "site", 2022, "40", "公顷")]),
    "去年轻纺社区总收入": ("value", ["jianhu"], ["sales"], [("jianhu", "sales", 2022, "10", "亿元")]),
    "轻纺社区有办事大厅吗": ("value", ["jianhu"], ["hall"], [("jianhu", "hall", 2022, "yes", "")]),
    "鉴湖2022年绿色占比": ("clarify", ["jianhu", "jianhu-design"], ["green_share"], []),
    "轻纺社区2022年收入": ("clarify", ["jianhu"], ["green_sales", "sales"], []),
    "各社区2022年绿色占比排名": (
        "rank", [], ["green_share"],
        [
            ("jianhu", "green_share", 2022, "33.50", "%"),
            ("caoe", "green_share", 2022, "33.495", "%"),
            ("jianhu-design", "green_share", 2022, "30.00", "%"),
        ],
    ),
    "哪些社区绿色占比低于33.5%": (
        "filter", [], ["green_share"],
        [
            ("jianhu-design", "green_share", 2022, "30.00", "%"),
            ("caoe", "green_share", 2022, "33.495", "%"),
        ],
    ),
    "入驻企业超过400户的社区": ("filter", [], ["tenants"], [("jianhu", "tenants", 2022, "420", "户")]),
    "柯桥区2022年入驻企业合计": (
        "aggregate", ["jianhu", "jianhu-design"], ["tenants"], [(None, "tenants", 2022, "420", "户")],
    ),
    "绍兴2022年总收入": ("aggregate", [], ["sales"], [(None, "sales", 2022, "34", "亿元")]),
    "轻纺社区2022年入驻企业年均增长": (
        "growth", ["jianhu"], ["tenants_growth"], [("jianhu", "tenants_growth", 2022, "5.00", "%")],
    ),
    "轻纺社区2022年入驻企业同比": ("growth", ["jianhu"], ["tenants"], [("jianhu", "tenants", 2022, "5.00", "%")]),
    "绿色占比要求多少": ("requirement", [], ["green_share"], []),
    "房租减免有什么政策": ("programme", [], [], []),
    "什么时候截止": ("deadline", [], [], []),
    "有哪些社区": ("directory", [], [], []),
    "还有谁没报": ("missing", [], [], []),
    "南通的总收入": ("unknown", [], ["sales"], []),
    "轻纺社区高新产值": ("unknown", ["jianhu"], [], []),
    "通创社区总收入": ("clarify", [], ["sales"], []),
}
SAID = {
    "轻纺社区2022年绿色占比": ["✓", "不低于33.5%", "第五条", "绿色收入3.35亿元", "总收入10亿元"],
    "轻纺社区2022年入驻企业年均增长": ["未达标", "超过5%", "入驻企业按年末户数"],
    "绿色占比要求多少": ["不低于33.5%", "绍试〔2020〕7号", "第五条"],
    "房租减免有什么政策": ["头一年免房租", "第九条"],
    "什么时候截止": ["3月15日", "17:30", "2022年度"],
    "有哪些社区": ["鉴湖轻纺社区", "鉴湖设计社区", "曹娥江智造社区", "绍兴市"],
    "南通的总收入": ["绍兴市", "没有“南通”的"],
}
MENTIONS = ("通创", "高新", "战新", "崇川", "载体", "三创")
"""Words of Nantong's programme that nobody in another city should read."""
NOW = datetime(2023, 3, 1, 2, 0, tzinfo=UTC)


class City:
    """Shaoxing at the command line, through its entry point in this process: its start took most of a test's time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(self, *arguments: object, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        settings = {
            "ZC_PROGRAMME": str(SHAOXING),
            "ZC_DATABASE_URL": f"sqlite:///{self.folder / 'zc.sqlite3'}",
            "ZC_BOT_TOKEN": "",
            "PYTHONUTF8": "1",
            **more,
        }
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in settings.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            patch.chdir(ROOT)
            try:
                main([str(one) for one in arguments])
                status = 0
            except SystemExit as ended:
                status = int(ended.code or 0)
        return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())

    def run(self, *arguments: object, stdin: str = "") -> str:
        """Run a command that must succeed; returns what it printed."""
        done = self.start(*arguments, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *arguments: object) -> Any:
        return json.loads(self.run(*arguments))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Shaoxing with two years' figures and four people."""
    city = City(tmp_path_factory.mktemp("shaoxing"))
    sheet = city.folder / "figures.csv"
    sheet.write_text(FIGURES, encoding="utf-8")
    assert city.run("figures", "import", sheet) == f"{FIGURES.count(chr(10)) - 1} figures recorded, 0 unchanged\n"
    city.run("people", "add", "--id", 21, "--name", "沈越", "--role", "reporter", "--authority", "柯桥区")
    city.run("people", "add", "--id", 22, "--name", "孟江", "--role", "lead", "--authority", "柯桥")
    city.run("people", "add", "--id", 23, "--name", "贺章", "--role", "reviewer")
    return city


@pytest.fixture(scope="module")
def answers(city: City) -> dict[str, Any]:
    """What each question is answered, each in a conversation of its own."""
    lines = city.run("ask", "--json", "--on", "2023-03-01", "-", stdin="\n\n".join(ASKED)).splitlines()
    return dict(zip(ASKED, map(json.loads, lines), strict=True))


@pytest.fixture(scope="module")
def shaoxing() -> Programme:
    return load_programme(SHAOXING)


@pytest.fixture(scope="module")
def rules_of_shaoxing() -> Rules:
    return make_rules(Settings(programme=SHAOXING))


@pytest.fixture
def chats(tmp_path: Path, sqlite_template: Path, rules_of_shaoxing: Rules) -> Iterator[dict[str, Chat]]:
    """沈越 reports for 柯桥区, 孟江 for 滨海新区, 贺章 reviews; it is 1 March 2023."""
    rules = rules_of_shaoxing
    store = Store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")
    staff = (
        Candidate(21, "沈越", "reporter", ("keqiao",)),
        Candidate(22, "孟江", "reporter", ("binhai",)),
        Candidate(23, "贺章", "reviewer"),
    )
    store.write(lambda session: people.admit(session, OPERATOR, rules.programme, staff, NOW))
    conversation = Conversation(rules)
    yield {one.name: Chat(conversation, store, one.id, NOW) for one in staff}
    store.engine.dispose()


def standing(chat: Chat, community: str, metric: str, year: int) -> Decimal | None:
    programme = chat.conversation.rules.programme
    versions = chat.store.read(lambda s: figures.versions(s, OPERATOR, programme, community, metric, year))
    return versions[-1].value if versions else None


@pytest.mark.parametrize("question", ASKED)
def test_a_question_is_understood_and_answered_from_this_citys_figures(
    answers: dict[str, Any], question: str
) -> None:
    intent, communities, metrics, rows = ASKED[question]
    found = answers[question]
    assert (found["intent"], found["communities"], found["metrics"]) == (intent, communities, metrics)
    keys = ("community", "metric", "year", "value", "unit")
    assert [tuple(row[key] for key in keys) for row in found["rows"]] == rows


@pytest.mark.parametrize("question", SAID)
def test_an_answer_cites_this_citys_policy(answers: dict[str, Any], question: str) -> None:
    for words in SAID[question]:
        assert words in answers[question]["text"]


def test_no_answer_speaks_of_nantongs_programme(answers: dict[str, Any]) -> None:
    for question, found in answers.items():
        said = found["text"] + "".join(found["choices"])
        assert not [word for word in MENTIONS if word in said and word not in question], question


def test_a_word_for_several_is_asked_about_with_questions_that_work(city: City, answers: dict[str, Any]) -> None:
    choices = answers["鉴湖2022年绿色占比"]["choices"]
    assert len(choices) == 2
    again = city.run("ask", "--json", "--on", "2023-03-01", "-", stdin="\n\n".join(choices)).splitlines()
    assert [json.loads(line)["communities"] for line in again] == [["jianhu"], ["jianhu-design"]]


def test_missing_counts_only_what_this_city_asks_for(answers: dict[str, Any]) -> None:
    assert answers["还有谁没报"]["missing"] == [
        {"community": "jianhu", "metrics": ["site"]},
        {"community": "jianhu-design", "metrics": ["site", "tenants", "fibre", "hall"]},
        {"community": "caoe", "metrics": ["fibre", "hall"]},
    ]


def test_check_judges_this_citys_requirements_and_no_goals(city: City) -> None:
    verdicts = city.json("check", "--json", "--year", 2022)
    found = {(one["community"], one["requirement"]): (one["verdict"], one["value"], one["gap"]) for one in verdicts}
    assert found == {
        ("jianhu", "S1"): ("undetermined", None, None),
        ("jianhu", "S2"): ("met", "33.50", "0.00"),
        ("jianhu", "S3"): ("not_met", "5.00", "0.00"),
        ("jianhu", "S4"): ("not_met", None, None),
        ("jianhu-design", "S1"): ("undetermined", None, None),
        ("jianhu-design", "S2"): ("not_met", "30.00", "-3.50"),
        ("jianhu-design", "S3"): ("undetermined", None, None),
        ("jianhu-design", "S4"): ("undetermined", None, None),
        ("caoe", "S1"): ("advisory", "40", "0"),
        ("caoe", "S2"): ("not_met", "33.495", "-0.005"),
        ("caoe", "S3"): ("met", "10.00", "5.00"),
        ("caoe", "S4"): ("undetermined", None, None),
    }


def test_check_before_a_communitys_start_is_not_applicable(city: City) -> None:
    verdicts = city.json("check", "--json", "鉴湖设计", "--year", 2020)
    assert {one["verdict"] for one in verdicts} == {"not_applicable"}


@pytest.mark.parametrize(
    ("moment", "stage"),
    [
        ("2023-02-20T08:30", "open"),
        ("2023-03-02T16:59", "open"),
        ("2023-03-03T08:30", "D-10"),  # ten days before is a Sunday, so the Friday before it
        ("2023-03-13T08:30", "D-2"),
        ("2023-03-20T08:30", "D+5"),
    ],
)
def test_reminders_follow_this_citys_dates_and_stages(city: City, moment: str, stage: str) -> None:
    plan = city.json("remind", "plan", "--json", "--at", moment)
    mine = [one for one in plan if (one["person"], one["year"]) == (21, 2022)]
    assert [one["stage"] for one in mine] == [stage]
    assert mine[0]["deadline"] == "2023-03-15T17:30:00+08:00"
    assert mine[0]["missing"] == [
        {"community": "jianhu", "metrics": ["site"]},
        {"community": "jianhu-design", "metrics": ["site", "tenants", "fibre", "hall"]},
    ]


@pytest.mark.parametrize("moment", ["2023-02-17T10:00", "2023-03-13T08:29", "2023-03-13T17:00", "2023-03-12T10:00"])
def test_nothing_is_sent_outside_the_window_the_hours_and_the_working_days(city: City, moment: str) -> None:
    plan = city.json("remind", "plan", "--json", "--at", moment)
    assert [one for one in plan if one["year"] == 2022] == []


def test_a_lead_hears_only_from_the_stage_that_names_it(city: City) -> None:
    def audiences(moment: str) -> set[str]:
        plan = city.json("remind", "plan", "--json", "--at", moment)
        return {one["audience"] for one in plan if one["year"] == 2022}

    assert audiences("2023-03-13T08:30") == {"reporter", "reviewer"}
    assert audiences("2023-03-20T08:30") == {"reporter", "lead", "reviewer"}


@pytest.mark.parametrize(
    ("moment", "year", "stage"),
    [
        ("2022-03-18T08:30", 2020, "D+341"),  # 2021 does not concern a lead yet
        ("2022-03-21T08:30", 2021, "D+5"),  # five days after is a Sunday, so the Monday after it
        ("2022-04-15T08:30", 2021, "D+5"),
        ("2022-04-18T08:30", 2021, "D+33"),
        ("2023-03-13T08:30", 2021, "D+341"),
        ("2023-03-20T08:30", 2022, "D+5"),
    ],
)
def test_a_lead_is_chased_every_four_weeks_after_this_citys_last_stage_and_of_the_newest_year_first(
    city: City, moment: str, year: int, stage: str
) -> None:
    plan = city.json("remind", "plan", "--json", "--at", moment)
    mine = [(one["year"], one["stage"]) for one in plan if one["person"] == 22]
    assert mine == [(year, stage)]


def test_what_is_exported_comes_back_unchanged(city: City, tmp_path: Path) -> None:
    rows = FIGURES.count("\n") - 1
    city.run("figures", "export", tmp_path / "out.csv")
    assert city.run("figures", "import", tmp_path / "out.csv") == f"0 figures recorded, {rows} unchanged\n"


def test_doctor_counts_this_citys_programme(city: City) -> None:
    assert "shaoxing-2020: 3 communities, 6 metrics, 4 requirements" in city.start("doctor").stdout


def test_the_whole_way_from_report_to_receipt(chats: dict[str, Chat]) -> None:
    chat = chats["沈越"]
    asked = chat.says("/report")
    assert "鉴湖轻纺社区" in asked + "".join(chat.buttons)
    assert not any("曹娥江" in label for label in chat.buttons)
    chat.taps("鉴湖轻纺社区")
    chat.taps("2022")
    assert "绿色产品销售收入" in chat.says("绿色收入")
    assert "3.35亿元" in chat.says("33500万")
    assert "编号" in chat.taps("确认")
    assert standing(chat, "jianhu", "green_sales", 2022) == Decimal("3.35")


def test_one_line_reports_several_figures_in_this_citys_units(chats: dict[str, Chat]) -> None:
    chat = chats["孟江"]
    card = chat.says("曹娥江 2022 绿色收入 6.699亿 总收入 20亿 用地 600亩 入驻企业 330户 光纤率 95% 办事大厅 有")
    for shown in ("6.699亿元", "20亿元", "40公顷", "330户", "95%", "绿色占比：33.495% ✗"):
        assert shown in card
    assert "编号" in chat.taps("确认")
    found = {code: standing(chat, "caoe", code, 2022) for code in chat.conversation.rules.programme.metric}
    assert found == {
        "site": Decimal(40), "green_sales": Decimal("6.699"), "sales": Decimal(20), "tenants": Decimal(330),
        "fibre": Decimal(95), "hall": Decimal(1),
    }


def test_a_word_for_several_communities_is_asked_about_in_a_report(chats: dict[str, Chat]) -> None:
    chat = chats["沈越"]
    chat.says("/report")
    chat.says("鉴湖 2022 总收入 10亿")
    chat.taps("鉴湖设计")
    chat.taps("确认")
    assert standing(chat, "jianhu-design", "sales", 2022) == Decimal(10)
    assert standing(chat, "jianhu", "sales", 2022) is None


def test_a_word_for_several_metrics_is_asked_about_in_a_report(chats: dict[str, Chat]) -> None:
    chat = chats["孟江"]
    chat.says("/report")
    chat.says("2022")
    chat.says("收入 10亿")
    chat.taps("总收入")
    chat.taps("确认")
    assert standing(chat, "caoe", "sales", 2022) == Decimal(10)
    assert standing(chat, "caoe", "green_sales", 2022) is None


@pytest.mark.parametrize("typed", ["330人", "33%", "12.5户", "-3户"])
def test_a_figure_in_a_unit_that_is_not_the_metrics_is_refused(chats: dict[str, Chat], typed: str) -> None:
    chat = chats["孟江"]
    chat.says("/report")
    chat.says("2022")
    chat.says("入驻企业")
    chat.says(typed)
    assert not any("确认" in label for label in chat.buttons)


def test_a_part_larger_than_its_whole_is_refused(chats: dict[str, Chat]) -> None:
    chat = chats["孟江"]
    said = chat.says("曹娥江 2022 绿色收入 30亿 总收入 20亿")
    assert "大于" in said


@pytest.mark.parametrize("command", ["/start", "/help", "/deadline", "/status", "/check", "/missing"])
@pytest.mark.parametrize("name", ["沈越", "贺章"])
def test_no_command_speaks_of_nantongs_programme(chats: dict[str, Chat], name: str, command: str) -> None:
    said = chats[name].says(command)
    assert said
    assert not [word for word in MENTIONS if word in said]


def test_the_examples_in_the_greeting_are_answered(chats: dict[str, Chat]) -> None:
    chat = chats["贺章"]
    examples = [line.removeprefix("· ") for line in chat.says("/start").splitlines() if line.startswith("· ")]
    assert len(examples) == 2
    for example in examples:
        assert "绿色占比" in chat.says(example)


def test_the_sandbox_has_figures_for_this_city_and_no_part_is_larger_than_its_whole(
    tmp_path: Path, shaoxing: Programme
) -> None:
    store = Store(f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    schema.ensure(store.engine)
    assert store.write(lambda session: demo.fill(session, shaoxing, NOW, date(2023, 3, 1)))
    made = store.read(lambda session: figures.load(session, OPERATOR, shaoxing, [Query(tuple(shaoxing.metric))]))
    values = {(one.community, one.year, one.metric): one.value for one in made}
    assert {year for _, year, _ in values} == {2020, 2021}, "those that are collected by then"
    for (community, year, metric), value in values.items():
        if value is None:
            continue  # confidential
        if metric == "green_sales" and (community, year, "sales") in values:
            assert 0 < value <= (values[community, year, "sales"] or 0)
        assert metric != "fibre" or value <= 100
    store.engine.dispose()


def test_doctor_tells_of_a_country_without_known_holidays(city: City, folder: Folder) -> None:
    folder.change("reporting.toml", 'country = "CN"', 'country = "ZZ"')
    said = city.start("doctor", ZC_PROGRAMME=str(folder.path)).stdout
    assert "no holidays are known of ZZ" in said


def test_today_is_where_the_programme_is(folder: Folder) -> None:
    folder.change("programme.toml", "Asia/Shanghai", "Asia/Urumqi")
    assert make_rules(Settings(programme=folder.path)).zone == ZoneInfo("Asia/Urumqi")
