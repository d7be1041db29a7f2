"""Data: what has been published, what did not match and why, and the way in for new files."""

from dashboard import layout, view
from dashboard.panels import editions, importing, rejected, tables

wide, narrow = layout.sides("data")

with wide:
    if seen := view.here_or_nothing():
        tables.show(seen)
        rejected.show(seen)

with narrow:
    importing.show()
    editions.show()
