"""Flâneur: a city's voice, lent to its people."""

__version__ = "0.1.0"
