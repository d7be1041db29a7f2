"""The pages: each a short script that reads like a table of contents."""
