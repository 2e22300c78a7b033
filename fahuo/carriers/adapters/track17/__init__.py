"""17TRACK: tracks parcels of any carrier."""
