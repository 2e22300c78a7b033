"""Decisions about printing: pure, without tables, network or clock."""
