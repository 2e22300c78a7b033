"""Tools without business words: each module does one technical thing."""
