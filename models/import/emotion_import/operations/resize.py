from ..graph.shapes import require_known
from ..graph.value import Value
from .registry import lowers


@lowers("ResizeBilinear")
def lower_resize_bilinear(emitter, node, inputs):
    picture, size = inputs
    batch, _, _, channels = require_known(picture.shape, node.name)
    height, width = (int(length) for length in size.constant)
    sizes = emitter.integers([batch, channels, height, width])
    result = emitter.emit("Resize", [emitter.channels_first(picture), "", "", sizes], mode="linear",
                          coordinate_transformation_mode=_coordinates(node.attributes))
    return Value((batch, height, width, channels), picture.dtype, channels_first=result)


def _coordinates(attributes):
    if attributes.get("align_corners"):
        return "align_corners"
    return "half_pixel" if attributes.get("half_pixel_centers") else "asymmetric"
