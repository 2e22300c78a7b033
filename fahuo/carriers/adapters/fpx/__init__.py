"""4PX (递四方) through its open platform."""
