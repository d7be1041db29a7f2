"""Access: who is signed in, which screens ask to be let in, who has an account, and what was logged."""

from dashboard import layout
from dashboard.panels import access

wide, narrow = layout.sides("access")

with wide:
    access.sessions()
    access.accounts()
    access.log()

with narrow:
    access.screens()
