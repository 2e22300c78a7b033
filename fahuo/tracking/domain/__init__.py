"""Decisions about journeys; no tool, no clock."""
