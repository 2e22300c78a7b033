"""Sellers, their people, and the log of what people did."""
