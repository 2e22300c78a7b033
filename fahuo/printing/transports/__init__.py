"""How bytes reach a printer: a raw TCP connection, or IPP."""
