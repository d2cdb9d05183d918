"""The schema's history, run by `storage.database.upgrade`; never by Alembic's own command."""
