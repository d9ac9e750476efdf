"""The wording of what is said of the whole city: the board, the progress, who is late, the meeting paper."""
