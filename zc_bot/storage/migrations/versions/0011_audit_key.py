"""Which key a line of the audit is chained under, the texts of lines apart; which roles there are is the program's."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHECKED = {"person": False, "invitation": True, "roster": False}
"""The tables whose roles were listed in the schema; whether their ids are never used again."""
ROLES = "role IN ('viewer', 'reporter', 'lead', 'reviewer', 'admin')"


def upgrade() -> None:
    op.add_column("audit", sa.Column("key", sa.String(), nullable=True))
    op.create_table(
        "audit_text",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index("audit_text_of_person", "audit_text", ["person"])
    looked = sa.inspect(op.get_bind())
    for table, never_reuse in CHECKED.items():
        if all(one["name"] != "role_known" for one in looked.get_check_constraints(table)):
            continue
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": never_reuse}) as batch:
            batch.drop_constraint("role_known", type_="check")


def downgrade() -> None:
    for table, never_reuse in CHECKED.items():
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": never_reuse}) as batch:
            batch.create_check_constraint("role_known", sa.text(ROLES))
    op.drop_index("audit_text_of_person", "audit_text")
    op.drop_table("audit_text")
    op.drop_column("audit", "key")
