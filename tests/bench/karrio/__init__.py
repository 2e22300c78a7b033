"""The same offline rate sheets quoted by Karrio and by us. Optional: `make bench-karrio`."""
