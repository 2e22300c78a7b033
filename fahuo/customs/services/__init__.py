"""What can be done for customs, one verb a module."""
