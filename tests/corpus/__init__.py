"""Phrases with what they mean, in two halves: one to tune the rules on, one that only scores them."""
