"""SF International (顺丰国际, sf.global) through its interfaces IUOP (express) and IECS (small parcels)."""
