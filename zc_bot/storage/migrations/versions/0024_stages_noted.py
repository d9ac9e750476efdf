"""Stages and provincial records become entries of the ledger: previewed, reviewed and taken back like the rest."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.migrations.append_only import protect
from zc_bot.storage.types import Moment

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("decision", "plan", "policy", "support", "target")
STAGES = ("not_started", "started", "building", "built", "provincial", "not_provincial")
_WRITTEN = ("community", "kind", "day", "actor", "actor_name", "recorded_at")


def upgrade() -> None:
    _allow((*KINDS, *STAGES))
    _carry_over()
    op.drop_table("milestone")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION milestone_is_append_only()")


def _allow(kinds: Iterable[str]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("ledger", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint("kind_known", type_="check")
        batch.create_check_constraint("kind_known", sa.text(f"kind IN ({listed})"))
    if op.get_bind().dialect.name == "sqlite":
        protect("ledger")  # SQLite made the table anew, without its triggers.


def _carry_over() -> None:
    """Note every stage as its recorder did, at the same moment; what was made void is taken back."""
    connection = op.get_bind()
    before, ledger = _milestone(sa.MetaData()), _ledger(sa.MetaData())
    standing: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for row in connection.execute(sa.select(before).order_by(before.c.id)).mappings().all():
        of_day = standing.setdefault((row["community"], row["day"]), [])
        common = {name: row[name] for name in _WRITTEN}
        if row["kind"] != "void":
            of_day.append((_put(connection, ledger, common, "open", None), row["kind"]))
            continue
        for entry, kind in of_day:
            _put(connection, ledger, {**common, "kind": kind}, "void", entry)
        of_day.clear()


def _put(
    connection: sa.Connection, ledger: sa.Table, common: dict[str, object], state: str, supersedes: int | None
) -> int:
    bare = dict.fromkeys(("what", "authority", "who", "unit", "metric", "subject"), "")
    values = {**bare, **common, "state": state, "approved": True, "supersedes": supersedes}
    key = connection.execute(sa.insert(ledger).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _milestone(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        "milestone", metadata, sa.Column("id", BIG, primary_key=True),
        *(sa.Column(name, sa.String()) for name in ("community", "kind", "day", "actor_name")),
        sa.Column("actor", BIG), sa.Column("recorded_at", Moment()),
    )


def _ledger(metadata: sa.MetaData) -> sa.Table:
    texts = ("kind", "what", "authority", "community", "who", "unit", "metric", "day", "subject", "state", "actor_name")
    return sa.Table(
        "ledger", metadata, sa.Column("id", BIG, primary_key=True), *(sa.Column(name, sa.String()) for name in texts),
        sa.Column("approved", sa.Boolean()), sa.Column("supersedes", BIG), sa.Column("actor", BIG),
        sa.Column("recorded_at", Moment()),
    )


def downgrade() -> None:
    raise RuntimeError("what was noted of stages since has no place in the table before: put the copy back")
