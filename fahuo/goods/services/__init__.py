"""Writing the catalogue, one verb per module."""
