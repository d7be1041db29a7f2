"""Access: who is let in, what that person may see and do, and what is written down about it.

`acting` is what pages and data ask; `gate` stands in front of the server; `roles` is the table of who may do what.
"""
