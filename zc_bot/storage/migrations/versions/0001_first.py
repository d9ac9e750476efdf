"""The first schema, with the triggers that keep figures, submissions and the audit append-only."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.migrations.append_only import protect
from zc_bot.storage.types import ExactDecimal, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("observation", "submission", "audit")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", BIG, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "context",
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "draft",
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("touched_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", BIG, autoincrement=False, nullable=False),
        sa.Column("chat", BIG, nullable=True),
        sa.Column("person", BIG, nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.CheckConstraint("state IN ('pending', 'done', 'failed')", name="state_known"),
        sa.PrimaryKeyConstraint("update_id"),
    )
    op.create_index(
        "inbox_pending",
        "inbox",
        ["state", "update_id"],
        unique=False,
        sqlite_where=sa.text("state <> 'done'"),
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_table(
        "keyboard",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("chat", BIG, nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("single_use", sa.Boolean(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index(op.f("ix_keyboard_made_at"), "keyboard", ["made_at"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "observation",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("marker", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("submission", BIG, nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("reporter", BIG, nullable=False),
        sa.Column("reporter_name", sa.String(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("actor", BIG, nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("actor_role", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("supersedes", BIG, nullable=True),
        sa.CheckConstraint(
            "marker IS NULL OR marker IN ('not_applicable', 'confidential')", name="marker_known"
        ),
        sa.CheckConstraint(
            "status IN ('submitted', 'approved', 'returned', 'withdrawn')", name="status_known"
        ),
        sa.CheckConstraint("(value IS NULL) <> (marker IS NULL)", name="value_or_marker"),
        sa.CheckConstraint("year BETWEEN 1990 AND 2200", name="year_sane"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("supersedes"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "observation_first",
        "observation",
        ["community", "metric", "year"],
        unique=True,
        sqlite_where=sa.text("supersedes IS NULL"),
        postgresql_where=sa.text("supersedes IS NULL"),
    )
    op.create_index(
        "observation_of_community", "observation", ["community", "metric", "year", "id"], unique=False
    )
    op.create_index(
        "observation_of_metric", "observation", ["metric", "year", "community", "id"], unique=False
    )
    op.create_index("observation_of_submission", "observation", ["submission"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("chat", BIG, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("resend", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("message_id", BIG, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('reply', 'receipt', 'reminder', 'digest', 'broadcast', 'notice')", name="kind_known"
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'claimed', 'sent', 'retry', 'uncertain', 'dead', 'cancelled')",
            name="state_known",
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "outbox_due",
        "outbox",
        ["state", "priority", "not_before", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'retry', 'claimed')"),
        postgresql_where=sa.text("state IN ('pending', 'retry', 'claimed')"),
    )
    op.create_index("outbox_of_person", "outbox", ["person", "kind", "id"], unique=False)
    op.create_table(
        "override",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("deadline", sa.String(), nullable=False),
        sa.Column("actor", BIG, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )
    op.create_table(
        "person",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("authorities", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("unreachable_since", Moment(), nullable=True),
        sa.Column("last_seen", Moment(), nullable=True),
        sa.Column("admitted_at", Moment(), nullable=False),
        sa.Column("admitted_by", BIG, nullable=False),
        sa.CheckConstraint("role IN ('viewer', 'reporter', 'lead', 'reviewer', 'admin')", name="role_known"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "stranger",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("updates", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "submission",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("way IN ('dialogue', 'line', 'sheet', 'import')", name="way_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("operation"),
        sqlite_autoincrement=True,
    )
    for table in APPEND_ONLY:
        protect(table)


def downgrade() -> None:
    raise RuntimeError("the first schema has nothing before it")
