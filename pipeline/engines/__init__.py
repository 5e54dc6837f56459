"""The engine rooms: slow, foreign, and pure as seen from outside.

An engine is a function ``(world, value) -> bytes``. It reads only through the World it is
given, so it can run in another process or on another machine, and be cached.
"""
