"""Pre-flight: what is wrong with an order, decided without a database, a network or a clock."""
