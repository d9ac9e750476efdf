"""`migrate`, `audit verify`, `backup`, `restore`, `doctor`, and how every command ends."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest

from tests.cli.shell import Done, Shell
from zc_bot.errors import Refusal
from zc_bot.storage import schema
from zc_bot.storage.backup.keeping import keep_copy
from zc_bot.storage.engine import open_engine
from zc_bot.storage.sqlite import driver

STANDS = import_module("zc_bot.storage.migrations.versions.0007_stands").STANDS
TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake"
FIGURE = ("tongchuang", "employees", 2019, 120, "")


def mark(shell: Shell, demo: bool) -> None:
    engine = open_engine(f"sqlite:///{shell.database}")
    schema.mark(engine, demo)
    engine.dispose()


def figures_of(content: str) -> list[str]:
    return [line for line in content.splitlines() if line.startswith('INSERT INTO "observation"')]


def put_aside(shell: Shell) -> list[Path]:
    """Return the databases that were put aside, without their journals."""
    found = shell.folder.glob("zc.sqlite3.before-*")
    return [path for path in found if not path.name.endswith(("-wal", "-shm", "-journal"))]


def test_an_empty_database_is_brought_up_to_date_by_whatever_comes_first(bare: Shell) -> None:
    assert bare.ok("people", "list").out == ""
    assert bare.ok("migrate").out == f"schema {schema.HEAD}\n"


@pytest.mark.parametrize(
    "command",
    [("migrate",), ("ask", "x"), ("check",), ("people", "list"), ("audit", "verify"), ("remind", "status"),
     ("figures", "export", "out.csv"), ("backup", "copy")],
)
def test_a_newer_schema_is_refused_and_left_alone(shell: Shell, command: tuple[str, ...]) -> None:
    shell.sql("UPDATE alembic_version SET version_num = '9999'")
    before = shell.content()
    done = shell.run(*command)
    assert (done.status, done.out, len(done.faults)) == (1, "", 1)
    assert "9999" in done.err
    assert shell.content() == before


class TestCopyingADatabase:
    def test_the_copy_answers_as_the_first_and_its_audit_is_known(self, shell: Shell) -> None:
        shell.given(FIGURE)
        other = shell.folder / "new" / "other.sqlite3"
        urls = f"sqlite:///{shell.database}", f"sqlite:///{other}"
        done = shell.ok("database", "copy", *urls)
        assert done.out.startswith("copied and the same: ")
        for command in (("ask", "--json", "通创2019从业人员"), ("audit", "verify")):
            assert shell.ok(*command, ZC_DATABASE_URL=urls[1]).out == shell.ok(*command).out
        again = shell.run("database", "copy", *urls)
        assert (again.status, again.faults) == (
            1, ["the database to copy into holds something already: name an empty one"]
        )

    def test_what_is_no_address_is_wrong_usage_and_not_repeated(self, shell: Shell) -> None:
        done = shell.run("database", "copy", f"sqlite:///{shell.database}", "mysql://u:secret@h/n")
        assert (done.status, len(done.faults)) == (2, 1)
        assert done.err.startswith("TO_URL: expected sqlite:///PATH")
        assert "secret" not in done.err

    def test_where_there_is_none_to_copy_it_says_so_and_makes_none(self, shell: Shell) -> None:
        gone, new = (f"sqlite:///{shell.folder / name}" for name in ("gone", "new"))
        done = shell.run("database", "copy", gone, new)
        assert (done.status, len(done.faults)) == (1, 1)
        assert not (shell.folder / "gone").exists()
        assert not (shell.folder / "new").exists()


def test_the_live_bot_refuses_a_demonstration(shell: Shell) -> None:
    mark(shell, demo=True)
    done = shell.start("run", ZC_BOT_TOKEN=TOKEN)
    assert (done.status, len(done.faults)) == (1, 1)
    assert "demonstration" in done.err


def test_a_backup_is_put_back_and_the_database_before_it_is_kept(shell: Shell) -> None:
    shell.given(FIGURE)
    copy = shell.folder / "copy"
    saved = shell.content()
    assert shell.head() in shell.ok("backup", copy).out
    assert "backed_up_at" in shell.content(), "said of the database, not of its copy"
    shell.given(("tongchuang", "employees", 2019, 130, ""))
    said = shell.ok("restore", copy).out
    assert "held until an admin decides" in said
    assert figures_of(shell.content()) == figures_of(saved)
    assert shell.head().startswith("2:"), "the audit says that it was put back"
    assert len(put_aside(shell)) == 1
    assert copy.stat().st_mode & 0o777 == shell.database.stat().st_mode & 0o777 == 0o600


def test_no_database_that_was_put_aside_is_overwritten_by_the_next(shell: Shell) -> None:
    copy = shell.folder / "copy"
    shell.ok("backup", copy)
    for _ in range(3):
        shell.ok("restore", copy)
    assert len(put_aside(shell)) == 3


def test_a_journal_left_by_a_crash_is_not_applied_to_what_was_put_back(shell: Shell) -> None:
    copy = shell.folder / "copy"
    shell.ok("backup", copy)
    for ending in ("-wal", "-journal"):
        shell.database.with_name(f"zc.sqlite3{ending}").write_bytes(b"left over")
    shell.ok("restore", copy)
    assert sorted(path.name.partition("Z")[2] for path in shell.folder.glob("zc.sqlite3.before-*")) == [
        "", "-journal", "-wal",
    ]
    shell.ok("people", "list")


def test_a_backup_of_a_newer_schema_is_not_put_back(shell: Shell) -> None:
    copy = shell.folder / "copy"
    shell.ok("backup", copy)
    aside = Shell(shell.folder, shell.monkeypatch, shell.capsys)
    shell.database.rename(shell.folder / "good.sqlite3")
    copy.rename(shell.database)
    aside.sql("UPDATE alembic_version SET version_num = '9999'")
    shell.database.rename(copy)
    (shell.folder / "good.sqlite3").rename(shell.database)
    before = shell.content()
    done = shell.run("restore", copy)
    assert (done.status, len(done.faults)) == (1, 1)
    assert shell.content() == before


@pytest.mark.parametrize("content", [b"", b"not a database at all", None])
def test_what_is_no_backup_is_not_put_back(shell: Shell, content: bytes | None) -> None:
    copy = shell.folder / "copy"
    if content is not None:
        copy.write_bytes(content)
    before = shell.content()
    done = shell.run("restore", copy)
    assert (done.status, len(done.faults)) == (1, 1)
    assert shell.content() == before


def test_a_backup_never_overwrites_a_file(shell: Shell) -> None:
    copy = shell.folder / "copy"
    shell.ok("backup", copy)
    assert shell.run("backup", copy).status == 1


def test_nothing_is_put_back_under_a_running_bot(shell: Shell) -> None:
    copy = shell.folder / "copy"
    shell.ok("backup", copy)
    engine = open_engine(f"sqlite:///{shell.database}")
    with schema.hold(engine, "run"):
        done = shell.start("restore", copy)
    engine.dispose()
    assert (done.status, len(done.faults)) == (1, 1)


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_doctor_says_a_line_about_each_and_shows_no_secret(shell: Shell) -> None:
    done = shell.run(
        "doctor", ZC_BOT_TOKEN=TOKEN, ZC_API_BASE_URL=f"http://127.0.0.1:{closed_port()}",
        ZC_WEBHOOK_URL="https://bot.example/hook", ZC_WEBHOOK_SECRET="hooksecret-0123456789",
    )
    assert done.status == 1
    lines = done.out.splitlines()
    assert all(line.startswith(("ok  ", "BAD ")) for line in lines)
    subjects = {line[4:].partition(":")[0] for line in lines}
    assert subjects >= {"settings", "programme", "database", "calendar", "fonts", "telegram"}
    assert any(line.startswith("BAD telegram") for line in lines)
    for secret in (TOKEN, TOKEN.partition(":")[2], "hooksecret-0123456789"):
        assert secret not in done.out + done.err


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/none/zc.sqlite3", "postgresql://zc:pa55word@127.0.0.1:{port}/zc", "sqlite:///{text}"]
)
def test_a_database_that_can_not_be_opened_is_one_clear_line(shell: Shell, url: str) -> None:
    text = shell.folder / "text"
    text.write_text("no database " * 100)
    for command in (("migrate",), ("people", "list"), ("backup", "copy")):
        done = shell.run(*command, ZC_DATABASE_URL=url.format(port=closed_port(), text=text))
        assert (done.status, done.out, len(done.faults)) == (1, "", 1), done.err
        assert "pa55word" not in done.err
    doctor = shell.run("doctor", ZC_DATABASE_URL=url.format(port=closed_port(), text=text))
    assert any(line.startswith("BAD database") for line in doctor.out.splitlines())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZC_BOT_TOKEN", "secret-but-no-token"),
        ("ZC_DATABASE_URL", "mysql://zc:pa55word@host/zc"),
        ("ZC_TIMEZONE", "Mars/Olympus"),
        ("ZC_ADMIN_IDS", "11,boss"),
        ("ZC_HTTP_PORT", "99999"),
        ("ZC_HTTP_PORT", "port"),
        ("ZC_LOG_LEVEL", "LOUD"),
        ("ZC_API_BASE_URL", "ftp://nowhere"),
        ("ZC_API_BASE_URL", "http://botapi.example.org"),
        ("ZC_API_BASE_URL", "http://botapi:8081"),
        ("ZC_API_BASE_URL", "http://10.0.0.7:8081"),
        ("ZC_API_BASE_URL", "http://192.168.1.7:8081"),
        ("ZC_API_BASE_URL", "http://[fd00::7]:8081"),
        ("ZC_API_BASE_URL", "http://localhost.example.org:8081"),
        ("ZC_WEBHOOK_URL", "http://bot.example.org/hook"),
        ("ZC_WEBHOOK_URL", "http://bot/hook"),
        ("ZC_WEBHOOK_URL", "http://10.0.0.7/hook"),
        ("ZC_WEBHOOK_SECRET", "short"),
        ("ZC_PROXY", "nonsense"),
    ],
)
def test_a_wrong_setting_is_one_clear_line_and_status_2(shell: Shell, name: str, value: str) -> None:
    done = shell.run("people", "list", **{name: value})
    assert (done.status, done.out, len(done.faults)) == (2, "", 1)
    assert done.err.startswith(f"{name}: ")
    assert value not in done.err


@pytest.mark.parametrize("name", ["ZC_API_BASE_URL", "ZC_WEBHOOK_URL"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "[::1]", "localhost"])
def test_http_is_taken_on_this_machine(shell: Shell, name: str, host: str) -> None:
    shell.ok("people", "list", ZC_WEBHOOK_SECRET="hooksecret-0123456789", **{name: f"http://{host}:8081/x"})


def test_a_programme_that_is_not_there_is_one_clear_line(shell: Shell) -> None:
    done = shell.run("check", ZC_PROGRAMME=str(shell.folder / "none"))
    assert (done.status, len(done.faults)) == (1, 1)


def test_a_real_process_ends_with_the_same_statuses(shell: Shell, tmp_path: Path) -> None:
    assert shell.start("ask", "--json", "-", stdin="通创去年高新占比\n\n".encode() + b"\xff\n").status == 0
    assert shell.start("figures", "import", tmp_path / "none.csv").status == 1
    wrong = shell.start("nonsense")
    assert (wrong.status, wrong.out) == (2, "")
    assert "Traceback" not in wrong.err


def test_what_a_command_writes_is_its_owners_alone_and_doctor_finds_what_is_not(shell: Shell) -> None:
    def run(*arguments: object) -> Done:
        os.umask(0o022)
        return shell.run(*arguments)

    before = os.umask(0o022)
    try:
        kept = shell.folder / "kept"
        kept.mkdir()
        shell.settings["ZC_DATABASE_URL"] = f"sqlite:///{kept / 'new.sqlite3'}"
        shell.settings["ZC_KEYS"] = str(kept / "keys.toml")
        roster = shell.folder / "roster.csv"
        roster.write_text("phone,name,role,authority\n13800001234,周涛,reporter,崇川区\n", encoding="utf-8")
        run("people", "import", roster)
        run("figures", "export", kept / "all.csv")
        run("backup", kept / "copy.sqlite3")
        written = list(kept.iterdir())
        assert {"new.sqlite3", "keys.toml", "all.csv", "copy.sqlite3"} <= {path.name for path in written}
        assert [path.name for path in written if path.stat().st_mode & 0o077] == []
        assert "ok  files" in run("doctor").out
        (kept / "new.sqlite3").chmod(0o644)
        doctor = run("doctor")
        assert f"readable by others: chmod go= {kept / 'new.sqlite3'}" in doctor.out
        assert doctor.status == 1
    finally:
        os.umask(before)


def test_an_erased_key_is_not_in_the_free_space_of_the_file(shell: Shell) -> None:
    secret = "cd" * 32
    shell.sql(f"INSERT INTO meta (key, value) VALUES ('phone_key', '{secret}')")
    shell.settings["ZC_KEYS"] = str(shell.folder / "keys.toml")
    roster = shell.folder / "roster.csv"
    roster.write_text("phone,name,role,authority\n13800001234,周涛,reporter,崇川区\n", encoding="utf-8")
    shell.ok("people", "import", roster)
    assert secret in (shell.folder / "keys.toml").read_text()
    assert secret.encode() not in shell.database.read_bytes()


@pytest.mark.parametrize("command", [("doctor",), ("backup", "copy.sqlite3")])
def test_what_looks_after_a_database_makes_none(bare: Shell, command: tuple[str, ...]) -> None:
    done = bare.run(*command)
    assert done.status == 1
    assert "there is no database" in done.out + done.err
    assert not bare.database.exists()


@pytest.mark.parametrize(
    "harm", ["DROP TABLE inbox", "DROP TRIGGER observation_no_update", "UPDATE standing SET value = '7'"]
)
def test_doctor_finds_damage_and_no_copy_is_made_of_it(shell: Shell, harm: str) -> None:
    shell.given(FIGURE)
    shell.sql(harm)
    said = shell.run("doctor").out.splitlines()
    assert any(line.startswith("BAD content") and "restore" in line for line in said)
    assert shell.run("backup", shell.folder / "copy").status == 1
    assert not (shell.folder / "copy").exists()


@pytest.mark.parametrize("moment", ["zz", "2020-13-45T99:00:00.000000Z", "2020-01-14T02:00:00.000000"])
def test_doctor_finds_a_moment_that_can_not_be_read_and_copies_go_on(shell: Shell, moment: str) -> None:
    shell.ok("people", "add", "--id", 12, "--name", "李敏", "--role", "viewer")
    assert "BAD content" not in shell.run("doctor").out
    shell.sql(f"UPDATE person SET last_seen = '{moment}', admitted_at = '{moment}' WHERE id = 12")
    assert "2 moments can't be read (person 12: last_seen, person 12: admitted_at)" in shell.run("doctor").out
    shell.ok("backup", shell.folder / "copy")


def test_who_has_no_role_that_there_is_comes_back_as_nobody_and_restore_says_so(shell: Shell) -> None:
    shell.ok("people", "add", "--id", 12, "--name", "李敏", "--role", "viewer")
    shell.sql("UPDATE person SET role = 'king' WHERE id = 12")
    shell.ok("backup", shell.folder / "copy")
    assert "the role of person 12 is none that there is" in shell.ok("restore", shell.folder / "copy").out


def test_a_copy_that_was_changed_since_it_was_written_is_found_by_doctor(shell: Shell) -> None:
    shell.settings["ZC_BACKUPS"] = str(shell.folder / "backups")
    shell.given(FIGURE)
    shell.ok("backup")
    (copy,) = (shell.folder / "backups").glob("zc-*.sqlite3")
    assert "BAD backups" not in shell.run("doctor").out
    with sqlite3.connect(copy) as connection:
        connection.execute("INSERT INTO meta (key, value) VALUES ('one', 'more')")
    connection.close()
    said = shell.run("doctor").out
    assert "BAD backups: " in said
    assert "since it was written, there changed meta (" in said
    assert shell.run("restore", copy).status == 1


def test_an_audit_that_lacks_what_the_last_copy_holds_is_found_by_doctor(shell: Shell) -> None:
    shell.settings["ZC_BACKUPS"] = str(shell.folder / "backups")
    shell.given(FIGURE)
    shell.ok("backup")
    (copy,) = (shell.folder / "backups").glob("zc-*.sqlite3")
    kept = shutil.copy(copy, shell.folder / "copy")
    assert "BAD backups" not in shell.run("doctor").out
    ((keeps,),) = shell.sql("SELECT sql FROM sqlite_master WHERE name = 'audit_no_delete'")
    shell.sql("DROP TRIGGER audit_no_delete", "DELETE FROM audit", keeps)
    assert "its audit has lines that the database lacks" in shell.run("doctor").out
    shell.ok("restore", kept)
    assert "BAD backups" not in shell.run("doctor").out


def test_without_a_file_one_more_copy_is_kept_and_doctor_says_so(shell: Shell) -> None:
    shell.settings["ZC_BACKUPS"] = str(shell.folder / "backups")
    shell.ok("backup")
    assert len(list((shell.folder / "backups").glob("zc-*.sqlite3"))) == 1
    assert "ok  backups: 1 in" in shell.run("doctor").out
    (shell.folder / "backups" / "zc-20990101T000000Z.sqlite3").touch()
    assert "the last 0 h old; 1 dated ahead" in shell.run("doctor").out
    assert shell.run("backup", ZC_BACKUPS="").status == 2


def test_a_database_that_can_not_be_written_to_just_now_is_copied_all_the_same(shell: Shell) -> None:
    """The copy was whole and the command failed: when it was made could not be noted beside others who wrote."""
    other = driver.connect(str(shell.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    done = shell.run("backup", shell.folder / "copy")
    other.execute("ROLLBACK")
    assert (done.status, "complete" in done.out) == (0, True), done.err
    assert (shell.folder / "copy").exists()


def next_second() -> None:
    """Wait until the clock shows another second: a copy is named after the one in which it is made."""
    began = int(time.time())
    while int(time.time()) == began:
        time.sleep(0.01)


def test_a_copy_leaves_alone_one_that_is_under_way_in_the_same_second(tmp_path: Path) -> None:
    at = datetime(2020, 1, 10, 2, 0, tzinfo=UTC)
    engine = open_engine(f"sqlite:///{tmp_path / 'zc.sqlite3'}")
    schema.ensure(engine)
    under_way = tmp_path / ".zc-20200110T020000Z.sqlite3.partial"
    under_way.write_bytes(b"half")
    with pytest.raises(Refusal, match="this very second"):
        keep_copy(engine, tmp_path, tmp_path / "files", at)
    assert under_way.read_bytes() == b"half"
    engine.dispose()


def test_what_a_kill_left_of_a_copy_is_dropped_by_a_later_one(shell: Shell) -> None:
    folder = shell.folder / "backups"
    shell.settings["ZC_BACKUPS"] = str(folder)
    shell.sql("INSERT INTO meta VALUES ('much', hex(zeroblob(40000000)))")
    with shell.process("backup") as copying:
        while not (half := list(folder.glob(".*.partial"))):
            assert copying.poll() is None
            time.sleep(0.005)
        copying.kill()
    shell.sql("DELETE FROM meta WHERE key = 'much'")
    next_second()
    shell.ok("backup")
    assert half[0].exists(), "it might be another's that is under way"
    os.utime(half[0], (time.time() - 7200,) * 2)
    next_second()
    shell.ok("backup")
    assert {one.name[:3] for one in folder.iterdir()} == {"zc-"}


AS_OF_0009 = (
    "DROP INDEX outbox_next", "CREATE INDEX outbox_due ON outbox (state, priority, not_before, id)",
    "DROP TABLE proof", "DROP TRIGGER observation_reopens", "DROP TRIGGER observation_stands",
    "ALTER TABLE observation DROP COLUMN reopens",
    "CREATE TRIGGER observation_stands AFTER INSERT ON observation "
    f"WHEN NEW.status IN ('submitted', 'approved') BEGIN {STANDS} END",
    "ALTER TABLE inbox DROP COLUMN digest", 'ALTER TABLE audit DROP COLUMN "key"', "DROP TABLE audit_text",
    "DROP TABLE ledger", "DROP TABLE figure_request", "DROP TABLE subscription",
    "DROP TABLE unanswered", "DROP TABLE stand_in", "DROP TABLE broadcast", "DROP TABLE days_off",
    *(f"DROP TABLE {name}" for name in ("photo", "showing", "showing_draft", "page_link", "web_session")),
    "DROP TABLE album_photo",
    "CREATE TABLE milestone (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, community VARCHAR NOT NULL, "
    "kind VARCHAR NOT NULL, day VARCHAR NOT NULL, actor INTEGER NOT NULL, actor_name VARCHAR NOT NULL, "
    "recorded_at VARCHAR(27) NOT NULL)",
    *(f"CREATE TRIGGER milestone_no_{one} BEFORE {one.upper()} ON milestone "
      "BEGIN SELECT RAISE(ABORT, 'milestone is append-only'); END" for one in ("update", "delete")),
    "ALTER TABLE person DROP COLUMN unreachable_why", "ALTER TABLE person DROP COLUMN menu",
    "ALTER TABLE attachment DROP COLUMN album", "ALTER TABLE attachment DROP COLUMN caption",
    "UPDATE alembic_version SET version_num = '0009'",
)


def test_a_copy_is_made_before_a_migration_and_an_older_schema_can_be_copied(shell: Shell) -> None:
    shell.settings["ZC_BACKUPS"] = str(shell.folder / "backups")
    shell.sql(*AS_OF_0009)
    shell.ok("backup", shell.folder / "copy")
    assert shell.run("people", "list").status == 1
    shell.ok("migrate")
    (made,) = (shell.folder / "backups").iterdir()
    assert f"-before-{schema.HEAD}" in made.name
    shell.sql(*AS_OF_0009)
    (shell.folder / "text").touch()
    refused = shell.run("migrate", ZC_BACKUPS=str(shell.folder / "text"))
    assert (refused.status, len(refused.faults)) == (1, 1)
    assert shell.sql("SELECT version_num FROM alembic_version") == [("0009",)]
