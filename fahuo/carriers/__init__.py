"""Who moves parcels: the contract, the registry, one folder per carrier."""
