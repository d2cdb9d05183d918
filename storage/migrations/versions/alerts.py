"""Alerts to staff: who is told, what waits to be taken, and which reports were alerted (issue 7)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of alerts."""
    _make_members()
    op.create_table(
        "alert",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.UniqueConstraint("number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alert_delivery",
        sa.Column("alert", sa.String(), sa.ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("member", sa.String(), primary_key=True),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alerted",
        sa.Column("report_id", sa.String(), sa.ForeignKey("report.id", ondelete="CASCADE"), primary_key=True),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them, children first."""
    for table in ("alerted", "alert_delivery", "alert", "alert_code", "alert_member"):
        op.drop_table(table)


def _make_members() -> None:
    op.create_table(
        "alert_member",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("rota", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("hours", sa.String(), nullable=True),
        sa.UniqueConstraint("chat"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alert_code",
        sa.Column("hash", sa.LargeBinary(), primary_key=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
