"""Data: what has been published, what did not match and why, the way in for new files, and what to ask about."""

from dashboard import layout, view
from dashboard.panels import editions, importing, missing, recording, rejected, tables

wide, narrow = layout.sides("data")

with wide:
    if seen := view.here_or_nothing():
        tables.show(seen)
        rejected.show(seen)
    else:
        missing.begin_here(view.words_here())
    questions = layout.slot("questions")

with narrow:
    importing.show()
    editions.show()

if seen:
    with questions:  # last of all: it takes a moment the first time
        recording.show(seen)
