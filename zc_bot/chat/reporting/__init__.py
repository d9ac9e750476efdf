"""Figures handed in: by dialogue, line or sheet, with what goes along."""
