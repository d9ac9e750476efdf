"""Copies of the database: made while it is used, verified, kept for a while, and put back."""
