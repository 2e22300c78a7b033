"""Fahuo (发货): self-hosted cross-border fulfilment."""

__version__ = "0.1.0"
