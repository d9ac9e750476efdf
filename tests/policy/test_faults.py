"""A folder that can't be used says so at once and completely: every fault with its file and key."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.policy.conftest import Folder
from zc_bot.policy.load import ProgrammeError, load_programme

ROOT = Path(__file__).resolve().parents[2]

MISSHAPEN = [
    # file, what stands there, what is put there instead, the fault
    ("programme.toml", 'id = "shaoxing-2020"', 'id = "Shao Xing"', "id: String should match"),
    ("programme.toml", "first_year = 2020", "", "first_year: missing"),
    ("programme.toml", "first_year = 2020", 'first_year = "soon"', "first_year: Input should be a valid"),
    ("programme.toml", "Asia/Shanghai", "Asia/Shaoxing", "timezone: no such time zone"),
    ("programme.toml", 'members = ["', 'mayor = "X"\nmembers = ["', "mayor: no such key"),
    ("programme.toml", "published = 2020-03-02", 'published = "spring"', "sources.plan.published:"),
    ("authorities.toml", 'kind = "county"', 'kind = "town"', "authorities.keqiao.kind:"),
    ("communities.toml", "start = 2021", "start = 21", "communities.jianhu-design.start:"),
    ("communities.toml", "start = 2021", "", "communities.jianhu-design.start: missing"),
    ("communities.toml", "start = 2021", "begin = 2021", "communities.jianhu-design.begin: no such"),
    ("metrics.toml", "standing = true", 'standing = "often"', "metrics.site.standing:"),
    ("metrics.toml", 'kind = "whole"', 'kind = "integer"', "metrics.tenants.kind:"),
    ("metrics.toml", 'formula = "share"', 'formula = "ratio"', "derived.green_share.formula:"),
    ("requirements.toml", "threshold = 33.5", "threshold = nan", "requirements.S2.conditions[0]"),
    ("requirements.toml", "threshold = 33.5", "threshold = inf", "requirements.S2.conditions[0]"),
    ("requirements.toml", "threshold = 33.5", "threshold = -inf", "requirements.S2.conditions[0]"),
    ("requirements.toml", 'operator = ">="', 'operator = "<="', "requirements.S2.conditions[0]"),
    ("requirements.toml", 'id = "S3"', 'id = "growth"', "requirements.growth.id:"),
    ("reporting.toml", "deadline_time = 17:30:00", 'deadline_time = "late"', "reporting.deadline_time:"),
    ("reporting.toml", "window_month = 2", "window_month = 13", "reporting.window_month:"),
    ("reporting.toml", 'audiences = ["reporter"]', 'audiences = ["mayor"]', "reporting.stages[0]"),
    ("reporting.toml", 'audiences = ["reporter"]', "audiences = []", "reporting.stages[0].audiences:"),
    ("reporting.toml", 'country = "CN"', 'country = "China"', "calendar.country:"),
    ("reporting.toml", "[calendar]", "[completeness]\nshare = 1.2\n[calendar]", "completeness.share: Input"),
    ("reporting.toml", "[calendar]", "[completeness]\nshare = 0\n[calendar]", "completeness.share: Input should be"),
    ("reporting.toml", "[calendar]", "[completeness]\nparts = 5\n[calendar]", "completeness.parts: no such key"),
    ("words.toml", 'word = "鉴湖"', 'word = ""', "collisions[0].word:"),
]
DANGLING = [
    ("authorities.toml", 'source = "plan"', 'source = "rumour"', "authorities.keqiao.cite.source: no source"),
    ("communities.toml", 'authority = "binhai"', 'authority = "binghai"', "communities.caoe.authority: no authority"),
    ("metrics.toml", 'numerator = "green_sales"', 'numerator = "grean"', "derived.green_share.numerator: no metric"),
    ("metrics.toml", 'of = "tenants"', 'of = "green_share"', "derived.tenants_growth.of: no metric"),
    ("metrics.toml", '["tenants-yearend"]', '["guess"]', "derived.tenants_growth.assumptions[0]: no assumption"),
    ("requirements.toml", 'metric = "hall"', 'metric = "hal"', "requirements.S4.conditions[1].metric: no measure"),
    ("requirements.toml", '["tenants-yearend"]', '["guess"]', "requirements.S3.assumptions[0]: no assumption"),
    ("reporting.toml", 'source = "plan"', 'source = "habit"', "reporting.cite.source: no source"),
    (
        "reporting.toml",
        "[calendar]",
        '[completeness]\nassumptions = ["guess"]\n[calendar]',
        "completeness.assumptions[0]: no assumption",
    ),
    ("words.toml", '"jianhu-design"', '"jianhu-desing"', "collisions.鉴湖.communities[1]: no community"),
    ("words.toml", '["green_sales", "sales"]', '["green_sales", "sale"]', "collisions.收入.metrics[1]: no measure"),
]
DOUBLE = [
    ("programme.toml", 'id = "spring-dates"', 'id = "tenants-yearend"', "assumptions: 'tenants-yearend' is given 2"),
    ("authorities.toml", 'code = "binhai"', 'code = "keqiao"', "authorities: 'keqiao' is given 2 times"),
    ("communities.toml", 'code = "jianhu-design"', 'code = "jianhu"', "communities: 'jianhu' is given 2 times"),
    ("metrics.toml", 'code = "green_share"', 'code = "sales"', "metrics: 'sales' is given 2 times"),
    ("requirements.toml", 'id = "S3"', 'id = "S2"', "requirements: 'S2' is given 2 times"),
    ("words.toml", 'word = "收入"', 'word = "鉴湖"', "collisions: '鉴湖' is given 2 times"),
    (
        "reporting.toml",
        'code = "D-2", offset = -2',
        'code = "D-10", offset = -10',
        "reporting.stages: 'D-10' is given 2",
    ),
    (
        "reporting.toml",
        "confirmed_through = 2026",
        "confirmed_through = 2026\ndays = [\n" + 2 * "{ day = 2023-03-13, working = true },\n" + "]",
        "calendar.days: 2023-03-13 is given 2 times",
    ),
]
MISLEADING = [
    # of the right type each, and yet an answer from them would be wrong
    (
        "communities.toml",
        'focus = ["绿色印染"]',
        'focus = ["绿色印染"]\nfocus_en = ["dyeing", "green"]',
        "communities.jianhu.focus_en: 2 names for 1",
    ),
    ("programme.toml", "last_year = 2023", "last_year = 2019", "last_year: 2019 is before first_year, 2020"),
    ("metrics.toml", 'unit = "%"', 'unit = ""', "metrics.fibre.unit:"),
    ("metrics.toml", 'kind = "yesno"', 'kind = "yesno"\nunit = "个"', "metrics.hall.unit:"),
    ("metrics.toml", 'denominator = "sales"', "", "derived.green_share.denominator: missing"),
    ("metrics.toml", 'of = "tenants"', "", "derived.tenants_growth.of: missing"),
    (
        "metrics.toml",
        'of = "tenants"',
        'of = "tenants"\nnumerator = "sales"',
        "derived.tenants_growth.numerator: a growth",
    ),
    ("metrics.toml", 'of = "tenants"', 'of = "hall"', "derived.tenants_growth: hall is a yesno"),
    ("metrics.toml", 'numerator = "green_sales"', 'numerator = "fibre"', "derived.green_share: fibre is a percent"),
    ("metrics.toml", 'numerator = "green_sales"', 'numerator = "sales"', "derived.green_share: sales is both"),
    (
        "metrics.toml",
        'unit = "亿元"',
        'unit = "万元"',
        "derived.green_share: green_sales is in '万元' and sales in '亿元'",
    ),
    (
        "requirements.toml",
        "threshold = 33.5",
        "threshold = 335",
        "requirements.S2.conditions[0]: green_share is a perc",
    ),
    (
        "requirements.toml",
        "threshold = 95",
        "threshold = 950",
        "requirements.S4.conditions[0]: fibre is a percentage",
    ),
    (
        "requirements.toml",
        "threshold = 40",
        "threshold = -40",
        "requirements.S1.conditions[0]: site is never below 0",
    ),
    ("requirements.toml", "threshold = 1 }", "threshold = 100 }", "requirements.S4.conditions[1]: hall is yes or no"),
    (
        "requirements.toml",
        'conditions = [{ metric = "green_share", operator = ">=", threshold = 33.5 }]',
        "",
        "requirements.S2.conditions: a community's requirement needs conditions",
    ),
    ("requirements.toml", 'id = "S2"', 'id = "S2"\ngoal = "built"', "requirements.S2.goal: the programme's own"),
    ("reporting.toml", "window_day = 20", "window_day = 30", "reporting.window_day: no such day"),
    ("reporting.toml", "window_day = 20", "window_day = 29", "reporting.window_day: no such day in every year"),
    (
        "reporting.toml",
        "deadline_month = 3",
        "deadline_month = 1",
        "reporting.deadline_day: the deadline is not after",
    ),
    ("reporting.toml", "send_until = 17:00:00", "send_until = 08:30:00", "reporting.send_until: not after send_from"),
    ("reporting.toml", "offset = -2", "offset = -3", "reporting.stages[2].code: D-2 has offset -3, which is D-3"),
    ("reporting.toml", "offset = -2, ", "", "reporting.stages[2].code: D-2 has no offset"),
    ("words.toml", '["jianhu", "jianhu-design"]', '["jianhu"]', "collisions.鉴湖: names a single thing"),
    (
        "words.toml",
        '["jianhu", "jianhu-design"]',
        '["jianhu", "jianhu"]',
        "collisions.鉴湖.communities: names something",
    ),
    ("words.toml", '["jianhu", "jianhu-design"]', "[]", "collisions.鉴湖: names a single thing"),
    (
        "words.toml",
        'metrics = ["green_sales", "sales"]',
        'metrics = ["green_sales", "sales"]\ncommunities = ["caoe"]',
        "collisions.收入: names communities and metrics",
    ),
]
TWO_OWNERS = [
    (
        "metrics.toml",
        'aliases = ["总销售收入"',
        'aliases = ["绿色销售", "总销售收入"',
        "metrics.sales: '绿色销售' is also a name of metrics.g",
    ),
    (
        "metrics.toml",
        'aliases = ["绿色比重"]',
        'aliases = ["绿色收入"]',
        "derived.green_share: '绿色收入' is also a name of metrics",
    ),
    ("metrics.toml", 'en = "Fibre" }', 'en = "SALES" }', "metrics.fibre: 'SALES' is also a name of metrics.sales"),
    (
        "communities.toml",
        'text = "曹娥江" }',
        'text = "光纤" }',
        "communities.caoe: '光纤' is also a name of metrics.fibre",
    ),
    (
        "communities.toml",
        '"设计社区"',
        '"轻纺社区"',
        "communities.jianhu-design: '轻纺社区' is also a name of communities.j",
    ),
    (
        "authorities.toml",
        'text = "滨海"',
        'text = "柯桥"',
        "authorities.binhai: '柯桥' is also a name of authorities.keqiao",
    ),
    (
        "words.toml",
        'word = "收入"',
        'word = "绿色销售"',
        "collisions.绿色销售: '绿色销售' is also a name of metrics.green_s",
    ),
    (
        "words.toml",
        'word = "鉴湖"',
        'word = "鉴湖轻纺"',
        "collisions.鉴湖轻纺: '鉴湖轻纺' is also a name of communities.jianhu",
    ),
]


def test_an_untouched_folder_has_no_fault(folder: Folder) -> None:
    assert folder.faults() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"), [*MISSHAPEN, *DANGLING, *DOUBLE, *MISLEADING, *TWO_OWNERS], ids=lambda x: x[:40]
)
def test_a_single_fault_is_named_with_its_file_and_key(
    folder: Folder, file: str, old: str, new: str, fault: str
) -> None:
    folder.change(file, old, new)
    assert any(line.startswith(f"{file}: ") and fault in line for line in folder.faults()), folder.faults()


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"), [*DANGLING, *MISLEADING[:1], *TWO_OWNERS], ids=lambda x: x[:40]
)
def test_one_fault_is_reported_once_and_without_company(
    folder: Folder, file: str, old: str, new: str, fault: str
) -> None:
    folder.change(file, old, new)
    assert len(folder.faults()) == 1, folder.faults()


def test_all_faults_of_all_files_are_reported_at_once(folder: Folder) -> None:
    folder.change("programme.toml", "first_year = 2020", 'first_year = "soon"')
    folder.change("authorities.toml", 'source = "plan"', 'source = "rumour"')
    folder.change("communities.toml", "start = 2021", "begin = 2021")
    folder.change("communities.toml", 'authority = "binhai"', 'authority = "nowhere"')
    folder.change("metrics.toml", 'unit = "%"', 'unit = "分"')
    folder.change("requirements.toml", "threshold = 33.5", "threshold = nan")
    folder.change("requirements.toml", 'metric = "hall"', 'metric = "hal"')
    folder.change("reporting.toml", "offset = -2", "offset = -3")
    (folder.path / "words.toml").write_text("collisions = [", encoding="utf-8")
    keys = [line.rpartition(": ")[0] if "TOML" not in line else line.split(":")[0] for line in folder.faults()]
    for expected in (
        "programme.toml: first_year",
        "authorities.toml: authorities.keqiao.cite.source",
        "communities.toml: communities.jianhu-design.begin",
        "communities.toml: communities.jianhu-design.start",
        "communities.toml: communities.caoe.authority",
        "metrics.toml: metrics.fibre.unit",
        "requirements.toml: requirements.S2.conditions[0].threshold",
        "requirements.toml: requirements.S4.conditions[1].metric",
        "reporting.toml: reporting.stages[2].code",
        "words.toml",
    ):
        assert [key for key in keys if key.startswith(expected)], (expected, folder.faults())
    assert len(keys) == 10, folder.faults()


def test_a_missing_folder_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeError, match="no such folder; ZC_PROGRAMME"):
        load_programme(tmp_path / "nowhere")


def test_every_missing_file_is_named_and_nothing_that_would_stand_in_it(folder: Folder) -> None:
    for name in ("communities.toml", "words.toml"):
        (folder.path / name).unlink()
    assert [line.partition(";")[0] for line in folder.faults()] == [
        "communities.toml: missing",
        "words.toml: missing",
    ]


def test_a_file_that_is_no_toml_is_named_with_the_line(folder: Folder) -> None:
    folder.change("metrics.toml", 'unit = "公顷"', "unit = 公顷")
    (fault,) = folder.faults()
    assert fault.startswith("metrics.toml: not readable as TOML")
    assert "line 6" in fault


def test_a_file_in_another_encoding_is_named(folder: Folder) -> None:
    text = (folder.path / "words.toml").read_text(encoding="utf-8")
    (folder.path / "words.toml").write_bytes(text.encode("gb18030"))
    (fault,) = folder.faults()
    assert fault.startswith("words.toml: not readable")


def test_a_key_in_the_wrong_file_is_told_where_it_belongs(folder: Folder) -> None:
    folder.add("words.toml", '[[sources]]\nid = "second"')
    assert folder.faults() == ["words.toml: sources: no such key here; it belongs into programme.toml"]


def test_a_row_that_is_misshapen_can_still_be_referred_to(folder: Folder) -> None:
    folder.change("authorities.toml", 'kind = "county"', 'kind = "town"')
    (fault,) = folder.faults()
    assert fault.startswith("authorities.toml: authorities.keqiao.kind:")


def test_two_goals_of_one_kind_and_a_goal_without_a_target_are_faults(folder: Folder) -> None:
    goal = """
[[requirements]]
id = "{id}"
name = {{ zh = "建成", en = "Built" }}
text = {{ zh = "建成三个", en = "three built" }}
scope = "programme"
goal = "built"
{target}
cite = {{ source = "plan", clause = "第一条", in_force = 2020-03-02 }}
"""
    folder.add("requirements.toml", goal.format(id="G1", target="target = 3\nclose = 3"))
    folder.add("requirements.toml", goal.format(id="G2", target=""))
    faults = "\n".join(folder.faults())
    assert "requirements.toml: requirements.G1.close: must be below target" in faults
    assert "requirements.toml: requirements.G2.target: missing" in faults
    assert "requirements.toml: requirements: goal 'built' is given 2 times" in faults


def test_two_shares_of_one_numerator_are_a_fault_for_nobody_could_tell_which_is_meant(folder: Folder) -> None:
    folder.add(
        "metrics.toml",
        """
[[derived]]
code = "second_share"
name = { zh = "另一占比", en = "Second share" }
short = { zh = "另一占比", en = "Second share" }
formula = "share"
numerator = "green_sales"
denominator = "sales"
cite = { source = "plan", in_force = 2020-03-02 }
""",
    )
    assert folder.faults() == [
        "metrics.toml: derived.second_share: worked out from the same metric as green_share; which is meant?"
    ]


def merge(folder: Folder, code: str, into: str) -> None:
    rename = f'{{ name = {{ zh = "合", en = "One" }}, since = 2022-01-01, merged_into = "{into}", source = "plan" }}'
    folder.change("authorities.toml", f'code = "{code}"', f'code = "{code}"\nrenames = [{rename}]')


def test_authorities_that_merge_in_a_ring_are_a_fault(folder: Folder) -> None:
    merge(folder, "keqiao", "binhai")
    merge(folder, "binhai", "keqiao")
    assert folder.faults() == [
        "authorities.toml: authorities.keqiao.renames: merged, in the end, into itself",
        "authorities.toml: authorities.binhai.renames: merged, in the end, into itself",
    ]


def test_a_community_may_share_its_authoritys_name(folder: Folder) -> None:
    folder.change("communities.toml", 'text = "曹娥江" }', 'text = "滨海" }')
    assert folder.faults() == []


def test_a_threshold_keeps_every_digit_that_was_written(folder: Folder) -> None:
    folder.change("requirements.toml", "threshold = 33.5", "threshold = 33.500000000000000000001")
    (condition,) = load_programme(folder.path).requirement["S2"].conditions
    assert condition.threshold == Decimal("33.500000000000000000001")


def test_a_command_shows_each_fault_on_a_line_and_ends_with_1(folder: Folder, tmp_path: Path) -> None:
    folder.change("communities.toml", 'authority = "binhai"', 'authority = "nowhere"')
    folder.change("requirements.toml", 'metric = "hall"', 'metric = "hal"')
    settings = {"ZC_PROGRAMME": str(folder.path), "ZC_DATABASE_URL": f"sqlite:///{tmp_path / 'zc.sqlite3'}"}
    done = subprocess.run(
        [sys.executable, "bot.py", "check", "--json"], cwd=ROOT, env={**os.environ, **settings},
        capture_output=True, text=True, check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "communities.toml: communities.caoe.authority: no authority is called 'nowhere'",
        "requirements.toml: requirements.S4.conditions[1].metric: no measure is called 'hal'",
    ]
