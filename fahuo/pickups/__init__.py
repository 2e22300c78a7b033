"""Pick-ups: the first mile, from the label to the first scan."""
