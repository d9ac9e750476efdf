"""A version that takes an approval back: what was approved before stands again, else the figure waits for review."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

COLUMNS = "community, metric, year, observation, status, value, marker"
NEW = "NEW.community, NEW.metric, NEW.year, NEW.id, NEW.status, NEW.value, NEW.marker"
STANDS = f"""
    INSERT INTO standing ({COLUMNS}) VALUES ({NEW})
    ON CONFLICT (community, metric, year) DO UPDATE SET
        observation = excluded.observation, status = excluded.status,
        value = excluded.value, marker = excluded.marker
    WHERE excluded.status = 'approved' OR standing.status = 'submitted';
"""
FALLS = """
    DELETE FROM standing
    WHERE community = NEW.community AND metric = NEW.metric AND year = NEW.year AND status = 'submitted';
"""
REOPENS = f"""
    DELETE FROM standing WHERE community = NEW.community AND metric = NEW.metric AND year = NEW.year;
    INSERT INTO standing ({COLUMNS})
    SELECT o.community, o.metric, o.year, o.id, o.status, o.value, o.marker FROM observation o
    WHERE o.community = NEW.community AND o.metric = NEW.metric AND o.year = NEW.year AND o.status = 'approved'
        AND NOT EXISTS (SELECT 1 FROM observation r WHERE r.supersedes = o.id AND r.reopens)
    ORDER BY o.id DESC LIMIT 1;
    INSERT INTO standing ({COLUMNS}) VALUES ({NEW}) ON CONFLICT (community, metric, year) DO NOTHING;
"""


def upgrade() -> None:
    op.add_column("observation", sa.Column("reopens", sa.Boolean(), nullable=False, server_default=sa.false()))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION observation_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF NEW.reopens THEN {REOPENS} "
            f"ELSIF NEW.status IN ('submitted', 'approved') THEN {STANDS} ELSE {FALLS} END IF; RETURN NULL; END $$"
        )
        return
    op.execute("DROP TRIGGER observation_stands")
    op.execute(
        "CREATE TRIGGER observation_stands AFTER INSERT ON observation "
        f"WHEN NEW.status IN ('submitted', 'approved') AND NOT NEW.reopens BEGIN {STANDS} END"
    )
    op.execute(
        f"CREATE TRIGGER observation_reopens AFTER INSERT ON observation WHEN NEW.reopens BEGIN {REOPENS} END"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION observation_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF NEW.status IN ('submitted', 'approved') THEN {STANDS} ELSE {FALLS} END IF; RETURN NULL; END $$"
        )
    else:
        op.execute("DROP TRIGGER observation_reopens")
        op.execute("DROP TRIGGER observation_stands")
        op.execute(
            "CREATE TRIGGER observation_stands AFTER INSERT ON observation "
            f"WHEN NEW.status IN ('submitted', 'approved') BEGIN {STANDS} END"
        )
    op.drop_column("observation", "reopens")
