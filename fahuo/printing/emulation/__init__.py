"""Printers on this machine, emulated: one that takes bytes on a TCP port, one that speaks IPP. No paper comes out.

They keep what they were sent, byte for byte, and fail as they are told.
"""
