import hashlib

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from .layout import TO_CHANNELS_FIRST, TO_CHANNELS_LAST, constant_channels_first
from .types import onnx_type

OPSET = 13
IR_VERSION = 7
HALF_PRECISION_FROM = 64
"""Elements from which a constant is worth a Cast for being stored in half the bytes."""


class Emitter:
    """Collects ONNX nodes and initialisers. Equal constants are stored once; names depend on nothing but the order of the calls."""

    def __init__(self):
        self.nodes = []
        self.initializers = []
        self.inputs = []
        self.outputs = []
        self._names_by_content = {}
        self._count = 0

    def _name(self, prefix):
        self._count += 1
        return f"{prefix}_{self._count}"

    def emit(self, operation, inputs, **attributes):
        """Adds a node with one output and returns the output's name."""
        return self.emit_many(operation, inputs, 1, **attributes)[0]

    def emit_many(self, operation, inputs, outputs, **attributes):
        names = [self._name(operation) for _ in range(outputs)]
        self.nodes.append(helper.make_node(operation, inputs, names, **attributes))
        return names

    def constant(self, array):
        """The name of an initialiser that holds the array."""
        array = np.ascontiguousarray(array) if np.ndim(array) else np.asarray(array)
        key = array.dtype.str, array.shape, hashlib.sha256(array.tobytes()).digest()
        if key not in self._names_by_content:
            self._names_by_content[key] = self._store(array)
        return self._names_by_content[key]

    def _store(self, array):
        name = self._name("constant")
        if _is_half_precision(array):
            # Runtimes undo the Cast once, when they load the model.
            self.initializers.append(numpy_helper.from_array(array.astype(np.float16), name + "_half"))
            self.nodes.append(helper.make_node("Cast", [name + "_half"], [name], to=TensorProto.FLOAT))
        else:
            self.initializers.append(numpy_helper.from_array(array, name))
        return name

    def integers(self, values):
        return self.constant(np.asarray(values, np.int64))

    def native(self, value):
        """The value's name in TensorFlow's layout."""
        if value.is_constant:
            return self.constant(value.constant)
        if value.native is None:
            value.native = self.emit("Transpose", [value.channels_first], perm=TO_CHANNELS_LAST)
        return value.native

    def channels_first(self, value):
        """The value's name in NCHW."""
        if value.is_constant:
            return self.constant(constant_channels_first(value.constant))
        if value.channels_first is None:
            value.channels_first = self.emit("Transpose", [value.native], perm=TO_CHANNELS_FIRST)
        return value.channels_first

    def add_input(self, name, dtype, shape):
        self.inputs.append(_tensor_info(name, dtype, shape))

    def add_output(self, name, value):
        self.nodes.append(helper.make_node("Identity", [self.native(value)], [name]))
        self.outputs.append(_tensor_info(name, value.dtype, value.shape))

    def model(self, graph_name):
        """What the outputs need of all that was emitted."""
        needed = {output.name for output in self.outputs}
        nodes = []
        for node in reversed(self.nodes):
            if needed.intersection(node.output):
                needed.update(node.input)
                nodes.append(node)
        initializers = [initializer for initializer in self.initializers if initializer.name in needed]
        graph = helper.make_graph(nodes[::-1], graph_name, self.inputs, self.outputs, initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="emotion_import")
        model.ir_version = IR_VERSION
        return model


def _is_half_precision(array):
    """Whether nothing is lost in float16: true for models that were published with float16 weights."""
    if array.dtype != np.float32 or array.size < HALF_PRECISION_FROM:
        return False
    with np.errstate(over="ignore"):
        return np.array_equal(array.astype(np.float16).astype(np.float32), array)


def _tensor_info(name, dtype, shape):
    return helper.make_tensor_value_info(name, onnx_type(dtype), ["N" if size < 0 else size for size in shape])
