"""One folder per carrier; nothing outside the folder names it."""
