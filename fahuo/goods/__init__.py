"""The catalogue: what a SKU weighs, is, and may travel as."""
