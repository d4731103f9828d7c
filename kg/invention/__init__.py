"""Invented news of any amount, for measuring and loading: real states and office holders, and not a true word."""

from kg.invention.newsroom import Newsroom
from kg.invention.quads import Invented, write

__all__ = ["Invented", "Newsroom", "write"]
