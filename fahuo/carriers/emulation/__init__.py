"""The carrier's side, emulated: what the emulators of all carriers have in common.

An emulator is a small ASGI application with a book of its own. It checks signatures and fields as the carrier does,
and can be told to fail in every way that a network and a carrier can (`faults`).
"""
