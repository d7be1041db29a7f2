"""Figures from editions: pure functions, no file and no screen."""
