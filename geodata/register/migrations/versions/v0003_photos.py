"""Photographs of model sites."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geodata.register import guards

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table, which refuses to have a row removed."""
    op.create_table(
        "site_photo",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("site", "file", "stage", "caption")),
        sa.Column("taken", sa.Date),
        sa.Column("closed_on", sa.Date),
        sa.Column("closed_why", sa.Text),
    )
    op.create_index("ix_site_photo_site", "site_photo", ["site"])
    guards.never_deleted(op.get_bind(), "site_photo")
