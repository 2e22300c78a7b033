"""Notifications: whom to tell what, in which way, and whether it arrived."""
