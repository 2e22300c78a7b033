"""Writing orders, one verb per module."""
