"""Documents say what is there, and what is there is documented."""
