"""The single window (单一窗口) of the e-port: a client that sends and fetches, and an emulated window.

How a window is really reached differs from port to port; what is here is the shape that was published for some of
them: JSON over HTTP with the signed message in base64. No database.
"""
