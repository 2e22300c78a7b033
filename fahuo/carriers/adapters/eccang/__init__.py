"""Forwarders that run Eccang TOMS (易仓物流系统): one adapter, and each forwarder an account with its own address."""
