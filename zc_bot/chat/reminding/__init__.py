"""Deadlines, what is due, and what people set for themselves."""
