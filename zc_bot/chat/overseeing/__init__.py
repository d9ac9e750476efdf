"""How far the year has come, what is written to everybody, what the city records."""
