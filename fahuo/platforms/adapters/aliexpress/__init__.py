"""AliExpress (速卖通)."""
