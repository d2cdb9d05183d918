"""Reports, their parts, mailboxes and the desk log: what issue 2 begins with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    _make_report()
    op.create_table(
        "part",
        sa.Column("report_id", sa.String(), sa.ForeignKey("report.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("padded_bytes", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mailbox",
        sa.Column("lookup", sa.LargeBinary(), primary_key=True),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "desk_document",
        sa.Column("fingerprint", sa.String(), primary_key=True),
        sa.Column("desk_id", sa.String(), nullable=False, index=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("own_signature", sa.LargeBinary(), nullable=False),
        sa.Column("previous_signature", sa.LargeBinary(), nullable=True),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them, children first."""
    for table in ("part", "report", "mailbox", "desk_document"):
        op.drop_table(table)


def _make_report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("desk_id", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False, index=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("lookup"),
        sqlite_with_rowid=False,
    )
