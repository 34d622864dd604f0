"""Receiving what both vendors tell by webhook: an ASGI application that turns each delivery into hints to look.

``deliveries`` checks and reads one, ``sinks`` hand on what it asks for, ``application`` answers HTTP (extra
``webhooks``), ``serving`` puts that on a socket.
"""
