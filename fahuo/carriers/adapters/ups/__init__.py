"""UPS, through its REST interfaces: rating, shipping, void, label recovery, tracking."""
