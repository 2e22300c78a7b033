"""A small sentence encoder run with NumPy alone. Its package is optional: without it recognition is less deep."""
