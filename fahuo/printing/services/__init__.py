"""What is written in this room, one verb a module."""
