"""What the report dialogue and the review say."""
