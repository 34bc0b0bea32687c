"""Writes a network with QuantizeLinear and DequantizeLinear around every step that is to be computed in 8 bits: ONNX Runtime makes integer kernels of these."""
import numpy as np
from onnx import NodeProto, helper, numpy_helper

from ..onnx_tidy import remove_unused
from .ranges import activation_scale, quantise_weights, weight_scales

BACK = "_8bit_back"


def rewrite(model, found, steps, ranges):
    """The model, changed in place. `found`: its Graph; `ranges`: (low, high) for every input and output of the steps."""
    graph = model.graph
    tensors = list(dict.fromkeys(name for step in steps for name in (*step.inputs, step.output)))
    pairs = {name: _pair(graph, name, *activation_scale(*ranges[name])) for name in tensors}
    taken = {step.name: step for step in steps}
    ordered = [node for value in graph.input for node in pairs.get(value.name, [])]
    for node in graph.node:
        step = taken.get(node.output[0])
        # Whoever reads a tensor reads it as its 8 bits hold it: a step that had a float reader besides would have to be computed in float.
        own = [name + BACK if name in pairs else name for name in node.input]
        if any(s.output == node.output[0] != s.name for s in steps):
            continue  # a Relu or Clip: the 8 bits end where it would
        if step is not None and step.kind == "Conv":
            weights = _weights(graph, found, step, node, activation_scale(*ranges[step.inputs[0]])[0])
            ordered += weights
            own[1:] = [made.output[0] for made in weights]
        if step is None and node.op_type == "Conv" and node.input[0] in pairs and _is_read_in_8_bits(found, node, pairs):
            ordered.append(_guard(graph, node, own, ranges))
        changed = NodeProto.FromString(node.SerializeToString())
        changed.input[:] = own
        if step is not None:
            changed.output[0] = step.output
        ordered.append(changed)
        ordered += [made for name in changed.output for made in pairs.get(name, [])]
    del graph.node[:], graph.value_info[:]
    graph.node.extend(ordered)
    remove_unused(graph)
    return model


def _pair(graph, name, scale, zero):
    parameters = [name + "_8bit_scale", name + "_8bit_zero"]
    graph.initializer.append(numpy_helper.from_array(np.float32(scale), parameters[0]))
    graph.initializer.append(numpy_helper.from_array(np.uint8(zero), parameters[1]))
    return [helper.make_node("QuantizeLinear", [name, *parameters], [name + "_8bit"], name + "_to_8bit"),
            helper.make_node("DequantizeLinear", [name + "_8bit", *parameters], [name + BACK], name + "_from_8bit")]


def _is_read_in_8_bits(found, node, pairs):
    behind = {node.output[0], *(user.output[0] for user in found.users.get(node.output[0], []))}
    return not behind.isdisjoint(pairs)


def _guard(graph, node, own, ranges):
    """Changes no value. ONNX Runtime computes a float convolution between two 8-bit tensors in 8 bits too, with one scale for all channels (WeightBiasQuantization), which is what was to
    be avoided; it does not see the pair any more through this."""
    name = node.output[0] + "_guard"
    graph.initializer.append(numpy_helper.from_array(np.float32(2 * min(ranges[node.input[0]][0], -1)), name + "_low"))
    own[0], source = name, own[0]
    return helper.make_node("Max", [source, name + "_low"], [name], name)


def _weights(graph, found, step, node, input_scale):
    """Weights in int8, one scale a channel, and the bias in int32 at the scale of their products."""
    weights = found.constants[node.input[1]].astype(np.float32)
    scales = weight_scales(weights)
    made = [_dequantised(graph, step.name + "_weights", quantise_weights(weights, scales), scales)]
    if len(node.input) > 2:
        products = input_scale.astype(np.float64) * scales
        bias = np.clip(np.round(found.constants[node.input[2]] / products), -2**31, 2**31 - 1).astype(np.int32)
        made.append(_dequantised(graph, step.name + "_bias", bias, products.astype(np.float32)))
    return made


def _dequantised(graph, name, values, scales):
    graph.initializer.append(numpy_helper.from_array(values, name + "_8bit"))
    graph.initializer.append(numpy_helper.from_array(scales, name + "_scale"))
    graph.initializer.append(numpy_helper.from_array(np.zeros(len(scales), values.dtype), name + "_zero"))
    return helper.make_node("DequantizeLinear", [name + "_8bit", name + "_scale", name + "_zero"], [name], name, axis=0)
