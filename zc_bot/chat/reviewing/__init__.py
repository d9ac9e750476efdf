"""Figures approved or sent back, and who is told."""
