"""USPS, the postal service of the United States: tracking only."""
