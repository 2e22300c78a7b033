"""Signing with an e-port card whose key never leaves it, through its local client. No database."""
