"""Pictures: what is drawn, how it lies, and the drawing itself."""
