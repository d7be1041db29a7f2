"""The dashboard: server, pages' parts, language and the command line."""
