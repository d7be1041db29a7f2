"""On PostgreSQL: answers to signals are held to an area too; it reads neither the stage nor what the trail tells."""

from __future__ import annotations

from alembic import op

from geodata.register import areas

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Writes the policies and the rights anew."""
    areas.guard_rows(op.get_bind())
