"""Papers for customs: what they say (pure values) and how they are written, as PDF and as Excel."""
