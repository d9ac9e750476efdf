"""The words of questions in Chinese and English, apart from the names and metrics of any programme."""
