"""The register: what people and processes record, over SQLAlchemy; SQLite by default, PostgreSQL by its address.

Every module with tables is imported here, so that whoever imports the register knows all of them.
"""

from geodata.register import (
    access_log,
    accounts,
    assignments,
    decisions,
    meetings,
    photos,
    posts,
    reviews,
    roadmap,
    sessions,
    signals,
    stage,
)
from geodata.register.database import Register
from geodata.register.models import AccessEntry, AuditEntry, Base, CurrentEdition, PublishedEdition
from geodata.register.records import Act, Book, Kept, Record

__all__ = [
    "AccessEntry",
    "Act",
    "AuditEntry",
    "Base",
    "Book",
    "CurrentEdition",
    "Kept",
    "PublishedEdition",
    "Record",
    "Register",
    "access_log",
    "accounts",
    "assignments",
    "decisions",
    "meetings",
    "photos",
    "posts",
    "reviews",
    "roadmap",
    "sessions",
    "signals",
    "stage",
]
