"""`audit verify` finds what somebody did to the audit who can write to the database, but has no key."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.cli.shell import Shell
from tests.storage.schemas.build import restored
from zc_bot.storage import audit
from zc_bot.storage.backup import seal

FIGURE = ("tongchuang", "employees", 2019, 120, "")


def untriggered(shell: Shell, *statements: str) -> None:
    """Do what the triggers of the audit refuse, and leave no trace of it in the schema."""
    guards = dict(shell.sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"))
    shell.sql(*(f"DROP TRIGGER {name}" for name in guards), *statements, *guards.values())


def test_a_whole_audit_verifies_and_a_tampered_line_does_not(shell: Shell) -> None:
    shell.given(FIGURE)
    shell.ok("people", "add", "--id", 12, "--name", "李敏", "--role", "viewer")
    kept = shell.head()
    shell.ok("audit", "verify", "--head", kept)
    untriggered(shell, "UPDATE audit SET detail = '{}' WHERE id = 1")
    done = shell.run("audit", "verify")
    assert (done.status, len(done.faults)) == (1, 1)
    assert "line 1" in done.err


def test_a_deleted_tail_is_found_with_the_head_kept_elsewhere(shell: Shell) -> None:
    shell.given(FIGURE)
    shell.ok("people", "add", "--id", 12, "--name", "李敏", "--role", "viewer")
    kept = shell.head()
    untriggered(shell, "DELETE FROM audit WHERE id = 2")
    assert shell.run("audit", "verify").status == 0
    assert shell.run("audit", "verify", "--head", kept).status == 1


def written_anew(shell: Shell) -> None:
    """Write the whole audit anew without a key, as whoever can only write to the database might."""
    names = ("id", "at", "actor", "role", "action", "subject", "detail")
    rows = [dict(zip(names, row, strict=True)) for row in shell.sql(f"SELECT {', '.join(names)} FROM audit")]
    before, statements = audit.GENESIS, []
    for row in rows:
        moment = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC)
        before = audit.link(before, row | {"at": moment, "actor": 99})
        statements.append(f"UPDATE audit SET actor = 99, key = NULL, hash = '{before}' WHERE id = {row['id']}")
    untriggered(shell, *statements)


def test_an_audit_that_is_written_anew_as_a_whole_without_the_key_is_found_without_a_head(shell: Shell) -> None:
    shell.given(FIGURE)
    written_anew(shell)
    for _ in range(2):
        done = shell.run("audit", "verify")
        assert (done.status, done.faults) == (1, ["line 1 is without the key: the audit is not what was written"])
        shell.ok("people", "add", "--id", 12, "--name", "李雷", "--role", "viewer")
    assert "its audit is broken at line 1" in shell.run("doctor").out


def test_an_audit_that_is_gone_or_another_one_is_found_without_a_head(shell: Shell) -> None:
    shell.given(FIGURE)
    shell.head()
    copy = shell.folder / "copy"
    shell.ok("backup", copy)
    untriggered(shell, "DELETE FROM audit")
    assert shell.run("audit", "verify").faults == ["line 1 is missing: the audit is not what was written"]
    shell.ok("people", "add", "--id", 12, "--name", "李雷", "--role", "viewer")
    assert "line 1 is not the first one under the key that ZC_KEYS knows of" in shell.run("audit", "verify").err
    shell.ok("restore", copy)
    shell.head()


def test_a_database_that_is_begun_anew_has_an_audit_of_its_own(shell: Shell) -> None:
    shell.given(FIGURE)
    shell.head()
    for path in shell.folder.glob("zc.sqlite3*"):
        path.unlink()
    shell.given(FIGURE)
    shell.head()


def test_an_older_database_is_closed_under_the_key_as_it_is_migrated_and_never_again(bare: Shell) -> None:
    store = restored("0010", bare.database)
    older = store.read(audit.head)[0]
    store.engine.dispose()
    assert older
    bare.ok("migrate")
    assert bare.sql("SELECT id, action FROM audit WHERE key IS NOT NULL") == [(older + 1, "audit.keyed")]
    bare.head()
    written_anew(bare)
    bare.ok("migrate")
    assert bare.run("audit", "verify").faults == ["line 1 is without the key: the audit is not what was written"]


def test_a_copy_of_before_the_key_is_put_back_and_closed(bare: Shell) -> None:
    restored("0010", bare.folder / "copy").engine.dispose()
    bare.ok("restore", bare.folder / "copy", "--without-files")
    assert bare.sql("SELECT action FROM audit WHERE key IS NOT NULL") == [("audit.keyed",), ("database.restore",)]
    bare.head()


def test_a_copy_whose_audit_was_written_anew_without_the_key_is_not_put_back(shell: Shell) -> None:
    shell.given(FIGURE)
    shell.head()
    copy = shell.folder / "copy"
    shell.ok("backup", copy)
    written = Shell(shell.folder, shell.monkeypatch, shell.capsys)
    kept = shell.content()
    shell.database.rename(shell.folder / "good")
    copy.rename(shell.database)
    written_anew(written)
    shell.database.rename(copy)
    (shell.folder / "good").rename(shell.database)
    seal.put(copy)  # Which needs no key either.
    assert "without the key" in shell.run("restore", copy).err
    assert shell.content() == kept


def test_a_head_that_is_none_is_wrong_usage(shell: Shell) -> None:
    assert shell.run("audit", "verify", "--head", "1:abc").status == 2
