"""Selector: the presenter leads the meeting from here; walls and followers show what is chosen."""

from dashboard import layout
from dashboard.presenter import brief, deciding, following, held, opening, playlist, pressing, queue, screens, seen

now = seen.now()
pressing.show(now)
opening.show(now)
left, middle, right = layout.thirds("selector")

with middle:  # before the left: Streamlit's fields look through all that was drawn before them
    screens.preview(now)
    screens.choose(now)
    brief.show(now)
    playlist.edit(now)

with left:
    queue.show(now)
    playlist.turns(now)

with right:
    deciding.notes(now)
    deciding.decisions(now)
    held.show(now)
    playlist.addresses(now)

following.show(now)
