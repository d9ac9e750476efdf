"""Nantong's programme holds what 通政办发〔2017〕93号 says: the tables here are read from it, not from code."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal

import pytest

from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric

COMMUNITIES = """
tongchuang      通创社区              崇川区                  2017
guanyinshan     观音山众创社区        崇川区                  2018
kuajiang-hezuo  跨江合作众创社区      港闸区                  2018
nengda          能达科创众创社区      南通经济技术开发区      2018
jiafang         现代家纺众创社区      通州区                  2018  暂名
jianghai        江海数字众创社区      南通高新技术产业开发区  2017
xincailiao      新材料众创社区        海安县                  2017
kaiyuan         开源众创社区          如皋市                  2017
langu           蓝谷生命健康众创社区  如东县                  2017
shengwu         生物医药产业众创社区  海门市                  2018
kuajiang-ronghe 跨江融合众创社区      启东市                  2018
sutong          苏通众创社区          苏通科技产业园区        2018  暂名
tongzhouwan     通州湾众创社区        通州湾示范区            2018  暂名
"""
CARRIERS = {
    "tongchuang": "市产研院 创源科技园 南通大学",
    "guanyinshan": "观音山科技园 医疗器械及电子信息产业园 龙源江苏海上风电科技园 崇川开发区总部经济园",
    "kuajiang-hezuo": "晶城科创园 长江智谷科技园 天安数码城 南通理工学院",
    "nengda": (
        "能达科创园 创业外包服务中心 智慧之眼 星湖101设计创意大厦 南通高新技术创业服务中心 西北工业大学工业设计研究院"
    ),
    "jiafang": "家纺城 家纺知识产权快速维权中心 中国创纺E站 微商平台 南通大学纺织学院 江苏工程职业技术学院",
    "jianghai": "江海园梦谷 江海智汇园 聚恒机电工业园",
    "langu": "如东新宇科技园 生命健康产业园 高分子材料产业园",
    "shengwu": "海门生物医药科创园 海门科技研究院 上海新药安评中心海门分中心",
    "sutong": "上海理工科技园南通基地 中科院（南通）光电研究院",
    "tongzhouwan": "通州湾科教城 通州湾科创城",
}
METRICS = """
planned_area        规划面积                      km²   number   standing
carrier_floor_area  创新创业服务载体建筑面积      m²    number   standing
core_floor_area     已建“三创”集中区建筑面积      m²    number   standing
sei_investment      特色战略新兴产业建设项目投资  万元  number   yearly
total_investment    建设项目投资总额              万元  number   yearly
hitech_output       高新技术产业产值              万元  number   yearly
total_output        总产值                        万元  number   yearly
new_startups        当年新登记注册初创企业数      家    whole    yearly
employees           吸纳从业人员数                人    whole    yearly
makerspaces         专业化众创空间                个    whole    standing
incubators          科技企业孵化器                个    whole    standing
accelerators        加速器                        个    whole    standing
wifi_coverage       公共无线网络覆盖率            %     percent  standing
digital_coverage    数字化管理覆盖率              %     percent  standing
startup_services    创业服务平台                  -     yesno    standing
commerce_services   商务商贸平台                  -     yesno    standing
training_services   教育培训平台                  -     yesno    standing
culture_services    文体娱乐平台                  -     yesno    standing
management_body     专业管理运营机构              -     yesno    standing
support_policy      全流程扶持政策                -     yesno    standing
info_platform       信息化管理服务平台            -     yesno    standing
statistics_system   统计体系                      -     yesno    standing
"""
DERIVED = {
    "sei_share": ("share", "sei_investment", "total_investment", None),
    "hitech_share": ("share", "hitech_output", "total_output", None),
    "startups_growth": ("growth", None, None, "new_startups"),
    "employees_growth": ("growth", None, None, "employees"),
}
REQUIREMENTS = """
R1   三（一）  planned_area about 3
R2   三（一）  carrier_floor_area >= 200000
R3   三（二）  sei_share >= 70
R4   三（二）  hitech_share > 60
R5   三（三）  startups_growth >= 10
R6   三（三）  employees_growth >= 10
R7   三（四）  wifi_coverage = 100, digital_coverage = 100
R8   三（四）  startup_services = 1, commerce_services = 1, training_services = 1, culture_services = 1, makerspaces >= 1, incubators >= 1, accelerators >= 1
R9   三（五）  management_body = 1, support_policy = 1, info_platform = 1, statistics_system = 1
R10  四        core_floor_area >= 300000
"""  # noqa: E501
COLLISIONS = {
    "跨江": {"kuajiang-hezuo", "kuajiang-ronghe"},
    "通州": {"jiafang", "tongzhouwan"},
    "高新区": {"jianghai", "kuajiang-hezuo", "langu"},
    "开发区": {"nengda", "guanyinshan"},
    "科创": {"nengda", "tongzhouwan", "shengwu", "kuajiang-hezuo"},
}
RENAMES = [
    ("海安县", "海安市", 2018, None),
    ("海门市", "海门区", 2020, None),
    ("港闸区", "崇川区", 2020, "崇川区"),
    ("苏通科技产业园区", "苏锡通科技产业园区", 2020, None),
]
READINGS = {
    "start-due": [],
    "two-parks": ["sutong", "tongzhouwan"],
    "haian-name": ["xincailiao"],
    "tentative-name": ["jiafang", "sutong", "tongzhouwan"],
    "sei-denominator": ["sei_share", "R3"],
    "hitech-denominator": ["hitech_share", "R4"],
    "compound-growth": ["startups_growth", "employees_growth", "R5", "R6"],
    "employees-stock": ["employees_growth", "R6"],
    "full-coverage": ["R7"],
    "at-least-one": ["R8"],
    "built-count": ["G1"],
    "counties-2017": ["G2"],
    "reporting-dates": ["reporting"],
    "full-year": ["completeness"],
}
"""Our readings of what the notice leaves open, and where each is printed."""
COUNTIES = ["崇川区", "港闸区", "通州区", "海安县", "如皋市", "如东县", "海门市", "启东市"]
MEMBERS = """
人才办 发改委 金融办 教育局 科技局 财政局 人社局 商务局
国土资源局 规划局 文广新局 国资委 工商局 国税局 地税局 人行
"""
STAGES = {
    "open": None, "D-14": -14, "D-7": -7, "D-3": -3, "D-1": -1, "D0": 0, "D+1": 1, "D+3": 3, "D+7": 7, "D+14": 14,
    "D+21": 21, "D+28": 28, "D+35": 35, "D+42": 42, "D+49": 49, "D+56": 56,
}


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def names_of(programme: Programme, code: str) -> set[str]:
    item = programme.community[code]
    return {item.name.zh, *(alias.text for alias in item.aliases)}


def test_there_are_thirteen_communities_each_with_its_authority_and_year(programme: Programme) -> None:
    found = [
        [item.code, item.name.zh, programme.authority[item.authority].name.zh, str(item.start)]
        + (["暂名"] if item.tentative else [])
        for item in programme.communities
    ]
    assert found == rows(COMMUNITIES)


def test_five_start_in_2017_and_eight_in_2018(programme: Programme) -> None:
    starts = [item.start for item in programme.communities]
    assert (starts.count(2017), starts.count(2018)) == (5, 8)


def test_what_a_community_has_is_told_in_english_too(programme: Programme) -> None:
    for one in programme.communities:
        assert len(one.carriers_in("en")) == len(one.carriers)
        assert [*filter(re.compile("[一-龥]").search, (*one.carriers_in("en"), *one.focus_in("en")))] == []


@pytest.mark.parametrize("code", CARRIERS)
def test_a_community_has_the_carriers_that_the_notice_lists(programme: Programme, code: str) -> None:
    assert set(CARRIERS[code].split()) <= set(programme.community[code].carriers)


def test_there_are_twelve_authorities_eight_of_them_counties(programme: Programme) -> None:
    assert len(programme.authorities) == 12
    assert [item.name.zh for item in programme.authorities if item.kind == "county"] == COUNTIES


def test_22_figures_are_reported_each_in_its_unit(programme: Programme) -> None:
    def row(item: Metric) -> list[str]:
        return [item.code, item.name.zh, item.unit or "-", item.kind, "standing" if item.standing else "yearly"]

    assert [row(item) for item in programme.metrics] == rows(METRICS)


def test_four_figures_are_worked_out_and_never_reported(programme: Programme) -> None:
    found = {item.code: (item.formula, item.numerator, item.denominator, item.of) for item in programme.derived}
    assert found == DERIVED
    assert {item.unit for item in programme.derived} == {"%"}
    assert not DERIVED.keys() & programme.metric.keys()


@pytest.mark.parametrize("line", REQUIREMENTS.strip().splitlines(), ids=lambda line: line.split()[0])
def test_a_requirement_compares_as_its_clause_says(programme: Programme, line: str) -> None:
    number, clause, conditions = line.split(maxsplit=2)
    found = programme.requirement[number]
    compared = [(item.metric, item.operator, item.threshold) for item in found.conditions]
    wanted = [tuple(part.split()) for part in conditions.split(", ")]
    assert compared == [(metric, operator, Decimal(threshold)) for metric, operator, threshold in wanted]
    assert (found.scope, found.cite.clause) == ("community", clause)


def test_only_the_planned_area_and_the_number_of_communities_are_advice(programme: Programme) -> None:
    assert [item.id for item in programme.requirements if item.advisory] == ["R1", "G1"]


def test_the_programme_itself_aims_at_about_ten_communities_and_every_county(programme: Programme) -> None:
    built, covered = programme.requirement["G1"], programme.requirement["G2"]
    assert (built.scope, built.goal, built.target, built.close) == ("programme", "built", 10, 9)
    assert (covered.scope, covered.goal) == ("programme", "coverage")
    assert (built.cite.clause, covered.cite.clause) == ("二", "二")


def test_there_are_no_other_requirements(programme: Programme) -> None:
    assert list(programme.requirement) == [line[0] for line in rows(REQUIREMENTS)] + ["G1", "G2"]


def test_everything_of_the_notice_cites_it_from_its_own_day(programme: Programme) -> None:
    source = next(item for item in programme.sources if item.number == "通政办发〔2017〕93号")
    assert source.published == date(2017, 6, 26)
    tables = (programme.communities, programme.metrics, programme.derived, programme.requirements, programme.facts)
    cited = [item for table in tables for item in table]
    assert {(item.cite.source, item.cite.in_force) for item in cited} == {(source.id, source.published)}
    assert all(item.cite.clause for item in cited)


@pytest.mark.parametrize("word", COLLISIONS)
def test_a_word_for_several_communities_is_asked_about(programme: Programme, word: str) -> None:
    found = next(item for item in programme.collisions if item.word == word)
    assert set(found.communities) == COLLISIONS[word]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("苏通", "sutong"), ("通州湾", "tongzhouwan"), ("能达", "nengda"), ("智能制造众创社区", "xincailiao"),
        ("家纺", "jiafang"), ("开源社区", "kaiyuan"),
    ],
)
def test_a_short_name_of_one_community_is_its_alias(programme: Programme, word: str, code: str) -> None:
    assert word in names_of(programme, code)


@pytest.mark.parametrize("full", ["南通高新区", "通州区", "通州湾", "能达"])
def test_a_full_name_is_no_word_for_several(programme: Programme, full: str) -> None:
    assert full not in {item.word for item in programme.collisions}


@pytest.mark.parametrize(("old", "new", "year", "merged"), RENAMES)
def test_a_renamed_authority_keeps_its_name_of_2017_and_the_new_one_is_dated_and_sourced(
    programme: Programme, old: str, new: str, year: int, merged: str | None
) -> None:
    authority = next(item for item in programme.authorities if item.name.zh == old)
    (rename,) = authority.renames
    into = None if rename.merged_into is None else programme.authority[rename.merged_into].name.zh
    assert (rename.name.zh, rename.since.year, into) == (new, year, merged)
    source = next(item for item in programme.sources if item.id == rename.source)
    assert source.number == "", "renames come from outside the notice"


def test_no_other_authority_was_renamed(programme: Programme) -> None:
    renamed = [item.name.zh for item in programme.authorities if item.renames]
    assert sorted(renamed) == sorted(old for old, *_ in RENAMES)


def test_a_merger_moves_no_community(programme: Programme) -> None:
    assert programme.of_authority["chongchuan"] == ("tongchuang", "guanyinshan")
    assert programme.of_authority["gangzha"] == ("kuajiang-hezuo",)


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_of_ours_is_there_and_printed_where_it_counts(programme: Programme, reading: str) -> None:
    assert reading in programme.assumption
    assert places_of(programme, reading) == READINGS[reading]


def test_there_are_no_other_readings(programme: Programme) -> None:
    assert set(programme.assumption) == set(READINGS)


def places_of(programme: Programme, reading: str) -> list[str]:
    """List what refers to a reading."""
    places = [item.code for item in programme.communities if reading in item.assumptions]
    places += [item.code for item in programme.derived if reading in item.assumptions]
    places += [item.id for item in programme.requirements if reading in item.assumptions]
    places += ["reporting"] if reading in programme.reporting.assumptions else []
    return places + (["completeness"] if reading in programme.completeness.assumptions else [])


def test_a_year_is_full_with_four_fifths(programme: Programme) -> None:
    assert programme.completeness.share == Decimal("0.8")


def test_figures_are_collected_from_5_to_31_january_at_18(programme: Programme) -> None:
    rules = programme.reporting
    assert (rules.window_month, rules.window_day) == (1, 5)
    assert (rules.deadline_month, rules.deadline_day, rules.deadline_time) == (1, 31, time(18))
    assert programme.timezone == "Asia/Shanghai"


def test_reminders_go_out_from_9_to_18(programme: Programme) -> None:
    assert (programme.reporting.send_from, programme.reporting.send_until) == (time(9), time(18))


def test_the_stages_are_those_agreed(programme: Programme) -> None:
    assert {item.code: item.offset for item in programme.reporting.stages} == STAGES


@pytest.mark.parametrize(
    ("audience", "first"), [("reporter", "open"), ("reviewer", "open"), ("lead", "D+3"), ("admin", "D+7")]
)
def test_an_audience_is_nudged_from_its_first_stage_on(programme: Programme, audience: str, first: str) -> None:
    codes = list(STAGES)
    found = [item.code for item in programme.reporting.stages if audience in item.audiences]
    assert found == codes[codes.index(first) :]


def test_the_programme_runs_from_2017_to_2020(programme: Programme) -> None:
    assert (programme.first_year, programme.last_year) == (2017, 2020)


@pytest.mark.parametrize("member", MEMBERS.split())
def test_the_joint_conference_has_its_members(programme: Programme, member: str) -> None:
    assert any(member in name for name in programme.members)


@pytest.mark.parametrize(
    ("word", "clause"),
    [
        ("供地", "五（二）"), ("简政放权", "五（二）"), ("陆海统筹", "五（二）"), ("科技资金", "五（二）"),
        ("孵化器补助", "五（二）"), ("宽带", "五（二）"), ("导师", "五（二）"), ("联席会议", "五（一）"),
        ("形象进度", "五（三）"), ("实施方案", "五（二）"),
    ],
)
def test_whatever_else_it_promises_is_a_fact_with_its_clause(programme: Programme, word: str, clause: str) -> None:
    assert [item.cite.clause for item in programme.facts if word in item.keywords] == [clause]
