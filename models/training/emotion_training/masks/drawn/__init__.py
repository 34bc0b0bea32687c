"""Masks drawn by this code alone: no picture of a real mask is needed."""
from .draw import SIDES, DrawnMask, draw_mask
from .styles import STYLES

__all__ = ["SIDES", "STYLES", "DrawnMask", "draw_mask"]
