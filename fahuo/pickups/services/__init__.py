"""Writes, one verb each."""
