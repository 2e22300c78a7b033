"""Which service an order should take, and why not the others."""
