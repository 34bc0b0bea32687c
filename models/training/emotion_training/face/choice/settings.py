"""What is compared."""
from collections import namedtuple


class Setting(namedtuple("Setting", "pixels width")):
    @property
    def name(self):
        """Of its folder."""
        return f"face-{self.pixels}px-width-{self.width:g}"

    @property
    def arguments(self):
        """For face.train."""
        return ["--pixels", str(self.pixels), "--width", str(self.width)]


SIZES, WIDTHS = (64, 80, 96, 112), (0.5, 0.75, 1.0)
SHIPPED = Setting(96, 1.0)
SETTINGS = (*(Setting(pixels, SHIPPED.width) for pixels in SIZES), *(Setting(SHIPPED.pixels, width) for width in WIDTHS if width != SHIPPED.width))
