"""The register: what people and processes record, over SQLAlchemy; SQLite by default, PostgreSQL by its address."""

from geodata.register.database import Register
from geodata.register.models import AuditEntry, Base, CurrentEdition, PublishedEdition

__all__ = ["AuditEntry", "Base", "CurrentEdition", "PublishedEdition", "Register"]
