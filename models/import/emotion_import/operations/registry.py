from ..errors import ImportFailure

_LOWERINGS = {}


def lowers(*operations):
    """Marks `function(emitter, node, inputs)` as what emits these operations; it returns a Value, or a list for several outputs."""
    def register(function):
        for operation in operations:
            _LOWERINGS[operation] = function
        return function
    return register


def lowering(node):
    if node.operation not in _LOWERINGS:
        raise ImportFailure(f"operation {node.operation} (node '{node.name}') is not supported")
    return _LOWERINGS[node.operation]
