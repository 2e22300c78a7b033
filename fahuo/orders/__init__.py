"""Orders: taken in, checked before anything is booked."""
