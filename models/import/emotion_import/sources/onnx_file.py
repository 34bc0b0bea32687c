"""A model that is published as ONNX: its graph is kept, its interface is named sensibly, and what nothing uses is removed."""
import onnx

from ..errors import ImportFailure


def read_onnx(path, renamed):
    """`renamed`: {published name of an input or output: new name}, outputs in the order that the new model shall have."""
    model = onnx.load(path)
    graph = model.graph
    _remove_unused(graph)
    _rename(graph, renamed)
    order = list(renamed.values())
    outputs = sorted(graph.output, key=lambda output: order.index(output.name))
    del graph.output[:]
    graph.output.extend(outputs)
    # Shapes of inner tensors are inferred by every runtime.
    del graph.value_info[:]
    return model


def _remove_unused(graph):
    used = {name for node in graph.node for name in node.input}
    kept = [initializer for initializer in graph.initializer if initializer.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)


def _rename(graph, renamed):
    interface = [value.name for value in (*graph.input, *graph.output)]
    if sorted(interface) != sorted(renamed):
        raise ImportFailure(f"the model's inputs and outputs are {interface}, the catalogue renames {list(renamed)}")
    for value in (*graph.input, *graph.output):
        value.name = renamed[value.name]
    for node in graph.node:
        node.input[:] = [renamed.get(name, name) for name in node.input]
        node.output[:] = [renamed.get(name, name) for name in node.output]
