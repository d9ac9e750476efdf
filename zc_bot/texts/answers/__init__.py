"""What an answer says: a module a kind of question."""
