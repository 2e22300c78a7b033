"""Values that change on a date, each with its source and the day it was last checked."""
