"""What is shown: progress with photos and stories, their review, the page and its links."""
