"""What counts when, and what may be said of it; no tool, no clock."""
