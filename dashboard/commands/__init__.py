"""The commands of `mahalla`, one module a subject: each adds its own and says what they do.

What a command does not need is not imported before it runs, so that `mahalla check` starts fast.
"""
