"""`people`: added, listed, taken from a roster all or none, removed."""

from __future__ import annotations

import pytest

from tests.cli.shell import Shell
from zc_bot.policy.roles import ROLES
from zc_bot.submission.draft import Draft, to_json


def listed(shell: Shell) -> list[list[str]]:
    return [line.split("\t") for line in shell.ok("people", "list").out.splitlines()]


def test_people_are_added_listed_and_removed(shell: Shell) -> None:
    shell.ok(
        "people", "add", "--id", 11, "--name", "王芳", "--role", "reporter", "--authority", "崇川区",
        "--authority", "通州区",
    )
    shell.ok("people", "add", "--id", 12, "--name", "李敏", "--role", "viewer")
    assert listed(shell) == [["11", "王芳", "reporter", "崇川区、通州区"], ["12", "李敏", "viewer", ""]]
    shell.ok("people", "remove", "--id", 12)
    assert [row[0] for row in listed(shell)] == ["11"]
    assert shell.run("people", "remove", "--id", 12).status == 1


@pytest.mark.parametrize("name", ["刘洋", "劉洋", "刘 洋", "刘洋（审核人）", "管理员（命令行）", "管理員 命令列"])
def test_nobody_is_called_as_another_is_or_as_the_command_line(shell: Shell, name: str) -> None:
    shell.ok("people", "add", "--id", 13, "--name", "刘洋", "--role", "reviewer")
    path, phones = shell.folder / "roster.csv", shell.folder / "phones.csv"
    path.write_text(f"id,name,role\n12,李敏,viewer\n14,{name},viewer\n")
    added = shell.run("people", "add", "--id", 14, "--name", name, "--role", "viewer")
    for done in (added, shell.run("people", "import", path)):
        assert (done.status, len(done.faults)) == (1, 1)
        assert "刘洋" in done.err or "command line" in done.err
    assert [row[0] for row in listed(shell)] == ["13"]
    if "命令行" in name:
        phones.write_text(f"phone,name,role\n13800000001,{name},viewer\n")
        assert shell.run("people", "import", phones).status == 1
        assert shell.sql("SELECT name FROM roster") == []


def test_adding_again_gives_another_role(shell: Shell) -> None:
    shell.ok("people", "add", "--id", 11, "--name", "王芳", "--role", "viewer")
    shell.ok("people", "add", "--id", 11, "--name", "王芳", "--role", "admin")
    assert listed(shell) == [["11", "王芳", "admin", ""]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--id", 11, "--name", "王芳", "--role", "reporter"),
        ("--id", 11, "--name", "王芳", "--role", "reporter", "--authority", "张江"),
        ("--id", 11, "--name", "", "--role", "viewer"),
        ("--id", 0, "--name", "王芳", "--role", "viewer"),
    ],
)
def test_somebody_who_can_not_be_admitted_is_refused_in_a_line(shell: Shell, arguments: tuple[object, ...]) -> None:
    done = shell.run("people", "add", *arguments)
    assert (done.status, len(done.faults)) == (1, 1)
    assert listed(shell) == []


@pytest.mark.parametrize(
    "arguments", [("--id", "x", "--name", "a", "--role", "viewer"), ("--id", 1, "--name", "a", "--role", "king"), ()]
)
def test_wrong_usage_has_its_own_status(shell: Shell, arguments: tuple[object, ...]) -> None:
    assert shell.run("people", "add", *arguments).status == 2


def test_a_roster_comes_in_and_the_same_again_changes_nothing(shell: Shell) -> None:
    path = shell.folder / "roster.csv"
    path.write_text("id,name,role,authority\n11,王芳,reporter,崇川区;港闸区\n12,李敏,Viewer,\n\n")
    assert shell.ok("people", "import", path).out.startswith("2 of 2")
    assert listed(shell)[0] == ["11", "王芳", "reporter", "崇川区、港闸区"]
    before = shell.content()
    assert shell.ok("people", "import", path).out.startswith("0 of 2")
    assert shell.content() == before


def test_a_roster_again_gives_nobody_back_what_was_taken_by_hand(shell: Shell) -> None:
    path = shell.folder / "roster.csv"
    path.write_text("id,name,role\n61,周涛,reviewer\n62,孙悦,viewer\n63,钱进,viewer\n")
    shell.ok("people", "import", path)
    shell.ok("people", "add", "--id", 61, "--name", "周涛", "--role", "viewer")
    shell.ok("people", "remove", "--id", 63)
    path.write_text("id,name,role\n61,周涛,reviewer\n62,孙悦,reviewer\n63,钱进,viewer\n")
    done = shell.ok("people", "import", path)
    assert [line.split(": left")[0] for line in done.err.splitlines()] == [
        "周涛 (61) is viewer by hand or by an invitation", "钱进 (63) was removed since",
    ]
    assert done.out.startswith("1 of 3")
    assert [row[2] for row in listed(shell)] == ["viewer", "reviewer"]
    assert shell.ok("people", "import", path, "--again").err == ""
    assert [row[2] for row in listed(shell)] == ["reviewer", "reviewer", "viewer"]


def test_a_roster_with_faults_admits_nobody_and_lists_every_row(shell: Shell) -> None:
    path = shell.folder / "roster.csv"
    path.write_text(
        "id,name,role,authority\n11,王芳,reporter,崇川区\nx,甲,viewer,\n12,乙,king,\n13,丙,reporter,张江\n"
        "11,丁,viewer,\n14,戊,lead,\n"
    )
    done = shell.run("people", "import", path)
    assert done.status == 1
    assert [line.split(":")[0] for line in done.faults] == ["row 3", "row 4", "row 5", "row 6", "row 7"]
    assert listed(shell) == []


def test_a_roster_of_phones_with_faults_lists_nobody_and_names_every_row(shell: Shell) -> None:
    path = shell.folder / "roster.csv"
    path.write_text(
        "phone,name,role,authority\n13800000001,王芳,reporter,崇川区\n138,甲,viewer,\n13800000002,乙,king,\n"
        "13800000001,丙,viewer,\n+86 138 0000 0001,丁,viewer,\n"
    )
    done = shell.run("people", "import", path)
    assert done.status == 1
    assert [line.split(":")[0] for line in done.faults] == ["row 3", "row 4", "row 5", "row 6"]
    assert shell.sql("SELECT name FROM roster") == []


@pytest.mark.parametrize("head", ["id,role", "phone,role", "name,role"])
def test_a_roster_without_a_column_names_it(shell: Shell, head: str) -> None:
    path = shell.folder / "roster.csv"
    path.write_text(f"{head}\n1,viewer\n")
    assert "row 1: no column" in shell.run("people", "import", path).err


def test_every_change_of_people_is_in_the_audit(shell: Shell) -> None:
    shell.ok("people", "add", "--id", 11, "--name", "王芳", "--role", "viewer")
    shell.ok("people", "remove", "--id", 11)
    assert shell.sql("SELECT action, subject FROM audit") == [("people.admit", "11"), ("people.remove", "11")]


def test_invitations_are_listed_and_taken_back(shell: Shell) -> None:
    shell.ok("invite", "--role", "viewer")
    shell.ok("invite", "--role", "reporter", "--authority", "崇川区")
    open_ = [line.split("\t")[:3] for line in shell.ok("invite", "list").out.splitlines()]
    assert open_ == [["2", "reporter", "崇川区"], ["1", "viewer", ""]]
    shell.ok("invite", "revoke", 1)
    assert [line.split("\t")[0] for line in shell.ok("invite", "list").out.splitlines()] == ["2"]
    assert shell.run("invite", "revoke", 1).status == 1
    assert shell.run("invite").status == 2


def test_an_invitation_of_a_member_department_says_for_whom(shell: Shell) -> None:
    shell.ok("invite", "--role", "member", "--authority", "市财政局")
    (line,) = shell.ok("invite", "list").out.splitlines()
    assert line.split("\t")[:3] == ["1", "member", "市财政局"]


def test_the_help_names_every_role(shell: Shell) -> None:
    said = shell.ok("invite", "--help").out
    assert [role for role in ROLES if role not in said] == []


@pytest.mark.parametrize("way", ["add", "import"])
def test_whoever_gets_another_district_is_told_and_that_the_open_draft_is_gone(shell: Shell, way: str) -> None:
    for person, name in ((11, "王芳"), (12, "李敏")):
        shell.ok("people", "add", "--id", person, "--name", name, "--role", "reporter", "--authority", "崇川区")
    draft = to_json(Draft(version=3, step="menu", community="tongchuang", year=2019))
    shell.sql(f"INSERT INTO draft VALUES (11, 3, '{draft}', '2020-01-14T02:00:00.000000Z')")
    path = shell.folder / "roster.csv"
    path.write_text("id,name,role,authority\n11,王芳,reporter,海门区\n12,李敏,reporter,崇川区\n")
    moved = ("people", "add", "--id", 11, "--name", "王芳", "--role", "reporter", "--authority", "海门区")
    shell.ok(*(moved if way == "add" else ("people", "import", path, "--again")))
    ((person, payload),) = shell.sql("SELECT person, payload FROM outbox")
    assert person == 11
    assert "您的身份改为：填报（海门" in payload
    assert "没提交的填报（通创社区 · 2019年）已清空" in payload
    assert shell.sql("SELECT person FROM draft") == []
    shell.ok(*(moved if way == "add" else ("people", "import", path)))
    assert len(shell.sql("SELECT person FROM outbox")) == 1, "nothing changed"


def test_the_last_admin_is_not_removed(shell: Shell) -> None:
    shell.ok("people", "add", "--id", 11, "--name", "王芳", "--role", "admin")
    done = shell.run("people", "remove", "--id", 11)
    assert (done.status, "last admin" in done.faults[0]) == (1, True)
    shell.ok("people", "add", "--id", 12, "--name", "李敏", "--role", "admin")
    shell.ok("people", "remove", "--id", 11)


def test_the_admins_are_told_of_an_admin_whom_a_command_made(shell: Shell) -> None:
    shell.ok("people", "add", "--id", 14, "--name", "赵磊", "--role", "admin")
    shell.ok("people", "add", "--id", 12, "--name", "李敏", "--role", "viewer")
    shell.ok("people", "add", "--id", 15, "--name", "钱进", "--role", "admin")
    assert shell.sql("SELECT person FROM outbox WHERE payload LIKE '%钱进已加入%'") == [(14,)]


@pytest.mark.parametrize("how", [("remove", "--id", 14), ("add", "--id", 14, "--name", "赵磊", "--role", "viewer")])
def test_they_are_told_of_one_from_whom_a_command_took_it(shell: Shell, how: tuple[object, ...]) -> None:
    shell.ok("people", "add", "--id", 14, "--name", "赵磊", "--role", "admin")
    shell.ok("people", "add", "--id", 15, "--name", "钱进", "--role", "admin")
    shell.ok("people", "add", "--id", 12, "--name", "李敏", "--role", "viewer")
    shell.ok("people", *how)
    told = "SELECT person FROM outbox WHERE payload LIKE '%赵磊不再是管理员%服务器管理员（命令行）%'"
    assert shell.sql(told) == [(15,)]
    shell.ok("people", "remove", "--id", 12)
    assert shell.sql("SELECT person FROM outbox WHERE payload LIKE '%李敏不再是管理员%'") == []


def test_they_are_told_of_one_whom_a_roster_of_phones_made_that_was_imported_again(shell: Shell) -> None:
    shell.ok("people", "add", "--id", 14, "--name", "赵磊", "--role", "admin")
    path = shell.folder / "roster.csv"
    path.write_text("phone,name,role\n13800000001,钱进,viewer\n")
    shell.ok("people", "import", path)
    shell.ok("people", "add", "--id", 15, "--name", "钱进", "--role", "viewer")
    shell.sql("UPDATE roster SET used_by = 15")
    path.write_text("phone,name,role\n13800000001,钱进,admin\n")
    shell.ok("people", "import", path, "--again")
    assert ["15", "钱进", "admin", ""] in listed(shell)
    assert shell.sql("SELECT person FROM outbox WHERE payload LIKE '%钱进已加入%'") == [(14,)]
    shell.ok("people", "import", path)
    assert len(shell.sql("SELECT person FROM outbox WHERE payload LIKE '%钱进已加入%'")) == 1


def two_admins(shell: Shell) -> None:
    for person, name in ((14, "赵磊"), (15, "钱进")):
        shell.ok("people", "add", "--id", person, "--name", name, "--role", "admin")


@pytest.mark.parametrize("before", ["nobody", "a viewer", "removed"])
def test_where_there_are_two_admins_they_are_asked_before_a_third(shell: Shell, before: str) -> None:
    two_admins(shell)
    if before != "nobody":
        shell.ok("people", "add", "--id", 16, "--name", "孙悦", "--role", "viewer")
    if before == "removed":
        shell.ok("people", "remove", "--id", 16)
    was = listed(shell)
    said = shell.ok("people", "add", "--id", 16, "--name", "孙悦", "--role", "admin").out
    assert said == "16 孙悦: 赵磊, 钱进 asked in the chat; admin once one of them agrees, within 72 hours\n"
    assert listed(shell) == was
    told = "SELECT person FROM outbox WHERE payload LIKE '%要让孙悦当管理员%' ORDER BY person"
    assert shell.sql(told) == [(14,), (15,)]
    assert shell.sql("SELECT actor, action, subject FROM audit ORDER BY id DESC LIMIT 1") == [
        (0, "people.ask_make", "16"),
    ]


def test_nobody_is_asked_about_who_could_not_be_admitted(shell: Shell) -> None:
    two_admins(shell)
    assert shell.run("people", "add", "--id", 16, "--name", "赵磊", "--role", "admin").status == 1
    assert shell.sql("SELECT person FROM outbox WHERE payload LIKE '%当管理员%'") == []


@pytest.mark.parametrize("way", ["import", "phones", "invite"])
def test_where_there_are_two_no_other_command_makes_or_invites_a_third(shell: Shell, way: str) -> None:
    two_admins(shell)
    by_id, by_phone = shell.folder / "ids.csv", shell.folder / "phones.csv"
    by_id.write_text("id,name,role\n14,赵磊,admin\n16,孙悦,admin\n")
    by_phone.write_text("phone,name,role\n13800000001,孙悦,admin\n")
    command = {
        "import": ("people", "import", by_id), "phones": ("people", "import", by_phone),
        "invite": ("invite", "--role", "admin"),
    }[way]
    before = shell.content()
    done = shell.run(*command)
    assert (done.status, len(done.faults)) == (1, 1)
    assert "赵磊, 钱进 are admins already" in done.err
    assert "`people add`" in done.err
    if way != "phones":
        assert shell.content() == before
    assert shell.sql("SELECT role FROM roster") == shell.sql("SELECT role FROM invitation") == []


def test_a_roster_makes_no_two_more_beside_the_only_admin(shell: Shell) -> None:
    shell.ok("people", "add", "--id", 11, "--name", "王芳", "--role", "admin")
    path = shell.folder / "roster.csv"
    path.write_text("id,name,role\n12,李敏,admin\n13,刘洋,admin\n")
    done = shell.run("people", "import", path)
    assert (done.status, "`people add`" in done.err) == (1, True)
    assert [row[0] for row in listed(shell)] == ["11"]


def test_of_two_admins_listed_again_as_they_are_nothing_is_asked(shell: Shell) -> None:
    path = shell.folder / "roster.csv"
    path.write_text("id,name,role\n14,赵磊,admin\n15,钱进,admin\n16,孙悦,viewer\n")
    shell.ok("people", "import", path)
    assert shell.ok("people", "import", path).out.startswith("0 of 3")
    shell.ok("invite", "--role", "viewer")


def test_somebody_is_forgotten_once(shell: Shell) -> None:
    shell.ok("people", "add", "--id", 11, "--name", "欧阳明日", "--role", "viewer")
    shell.ok("people", "erase", "--id", 11)
    assert listed(shell) == []
    assert shell.run("people", "erase", "--id", 11).status == 1
    assert "whole" in shell.ok("audit", "verify").out


def test_where_there_is_an_admin_nobody_is_forgotten_before_they_agree(shell: Shell) -> None:
    shell.ok("people", "add", "--id", 11, "--name", "王芳", "--role", "viewer")
    shell.ok("people", "add", "--id", 14, "--name", "赵磊", "--role", "admin")
    assert "赵磊 asked in the chat" in shell.ok("people", "erase", "--id", 11).out
    assert [row[0] for row in listed(shell)] == ["11", "14"]
    assert shell.sql("SELECT person, state FROM outbox WHERE payload LIKE '%王芳的个人信息%'") == [(14, "pending")]
    assert ("people.ask_erase", "11") in shell.sql("SELECT action, subject FROM audit")
    assert shell.run("people", "erase", "--id", 404).status == 1


def test_the_audit_is_chained_under_a_new_key_and_older_lines_are_checked_by_the_old_one(shell: Shell) -> None:
    shell.ok("people", "add", "--id", 11, "--name", "王芳", "--role", "viewer")
    shell.ok("audit", "rekey")
    shell.ok("people", "add", "--id", 12, "--name", "李敏", "--role", "viewer")
    assert "whole" in shell.ok("audit", "verify").out
