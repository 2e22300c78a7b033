"""Tracking: events to milestones, promise against fact."""
