"""Databases as each released schema left them, frozen as SQL."""
