"""Decisions; no tool, no clock."""
