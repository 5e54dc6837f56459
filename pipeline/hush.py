"""Keeps quiet the process that workers are forked from, and workers until they are ready.

A build may end, or be stopped, while they still start: what they would say then, a traceback of
another process, is no news to anybody. Importing this closes their mouths.
"""

import os

_ERRORS = 2
_spoken = os.dup(_ERRORS)
"""Where errors went before; it is not kept by programs that a worker starts."""

_nowhere = os.open(os.devnull, os.O_WRONLY)
os.dup2(_nowhere, _ERRORS)
os.close(_nowhere)


def speak() -> None:
    """Let this process say again what goes wrong."""
    os.dup2(_spoken, _ERRORS)
