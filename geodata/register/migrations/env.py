"""What alembic runs a script in: the caller's connection, inside the caller's transaction."""

from __future__ import annotations

from alembic import context

from geodata.register import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
