import math

from ..errors import ImportFailure
from .value import UNKNOWN


def broadcast(*shapes):
    """The shape of an element-wise result; an unknown size stays unknown unless another operand fixes it."""
    rank = max(len(shape) for shape in shapes)
    result = [1] * rank
    for shape in shapes:
        for position, size in enumerate((1,) * (rank - len(shape)) + tuple(shape)):
            known = result[position]
            if known == 1 or (known == UNKNOWN and size > 1):
                result[position] = size
            elif size not in (1, UNKNOWN, known):
                raise ImportFailure(f"shapes {shapes} do not broadcast")
    return tuple(result)


def reshape(shape, target):
    """Fills the -1 of a target shape where the source shape is known."""
    target = tuple(int(size) for size in target)
    if UNKNOWN in shape or UNKNOWN not in target:
        return target
    rest = math.prod(size for size in target if size != UNKNOWN)
    return tuple(math.prod(shape) // rest if size == UNKNOWN else size for size in target)


def require_known(shape, what):
    if UNKNOWN in shape:
        raise ImportFailure(f"{what} needs a fixed shape, and {shape} is not")
    return shape
