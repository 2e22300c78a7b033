"""Tests that cross rooms, and the fixtures that all tests share."""
