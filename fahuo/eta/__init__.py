"""When parcels will arrive: quantiles of lanes with honest intervals. Knows no database."""
