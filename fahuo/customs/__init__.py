"""Customs: what customs officers read. Commercial invoice, packing list, CN 22 and CN 23."""
