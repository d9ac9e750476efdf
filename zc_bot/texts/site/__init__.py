"""The page: what it shows, its pages as HTML, its looks."""
