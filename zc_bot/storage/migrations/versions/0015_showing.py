"""What is shown of the communities, its photos and drafts; links to the page, and sessions of the Mini App."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.migrations.append_only import protect
from zc_bot.storage.types import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "photo",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("large", sa.String(), nullable=False),
        sa.Column("large_size", sa.Integer(), nullable=False),
        sa.Column("small", sa.String(), nullable=False),
        sa.Column("small_size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "showing",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("place", "milestone", "name")),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("photos", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("supersedes", BIG, nullable=True),
        sa.Column("author", BIG, nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("actor", BIG, nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("supersedes"),
        sa.CheckConstraint("kind IN ('progress', 'startup', 'person', 'practice')", name="kind_known"),
        sa.CheckConstraint("state IN ('submitted', 'approved', 'returned', 'withdrawn')", name="state_known"),
        sqlite_autoincrement=True,
    )
    protect("showing")
    op.create_table(
        "showing_draft",
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("touched_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "page_link",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("data_hash", sa.String(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
        sa.UniqueConstraint("data_hash"),
    )
    op.create_index("ix_web_session_person", "web_session", ["person"])


def downgrade() -> None:
    for table in ("web_session", "page_link", "showing_draft", "showing", "photo"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION showing_is_append_only()")
