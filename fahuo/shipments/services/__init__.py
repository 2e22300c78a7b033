"""What can be done to shipments, one verb a module."""
