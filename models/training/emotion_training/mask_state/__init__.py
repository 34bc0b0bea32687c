"""The mask-state model: is the mouth and nose region of a face crop covered by a mask."""

LABELS = ("without-mask", "with-mask")
INPUT_PIXELS = 64
