"""Yanwen (燕文物流) through its open platform."""
