"""Runs the revisions on the connection that `storage.database` opened; the transaction is the caller's."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import storage.alert_tables
import storage.tables  # noqa: F401  # their tables are what the revisions are compared with

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
context.run_migrations()
