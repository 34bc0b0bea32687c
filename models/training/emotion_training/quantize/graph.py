"""What of a network can be quantised, and by which values."""
from collections import namedtuple

from onnx import numpy_helper

# name: the node's output, Conv or Add; kind; output: the tensor after the Relu or Clip that follows, which the 8 bits take over, or the node's own; inputs: tensors that are computed;
# limit: the range that the activation leaves, (low, high) with None for no bound.
Step = namedtuple("Step", "name kind output inputs limit")


class Graph:
    """Lookups in an ONNX graph whose weights are float32."""

    def __init__(self, model):
        self.graph = model.graph
        self.maker = {output: node for node in self.graph.node for output in node.output}
        self.users = {}
        for node in self.graph.node:
            for name in node.input:
                self.users.setdefault(name, []).append(node)
        self.constants = {i.name: numpy_helper.to_array(i) for i in self.graph.initializer}
        self.constants.update({n.output[0]: numpy_helper.to_array(n.attribute[0].t) for n in self.graph.node if n.op_type == "Constant" and n.attribute[0].name == "value"})
        self.outputs = {o.name for o in self.graph.output}

    def steps(self):
        """Every convolution with constant weights, and every addition of two tensors of such steps; what leaves the network stays as it is."""
        found, made = [], set()
        for node in self.graph.node:
            if node.op_type == "Conv" and all(name in self.constants for name in node.input[1:]):
                step = self._step(node, [node.input[0]])
            elif node.op_type == "Add" and all(name in made for name in node.input):
                step = self._step(node, list(node.input))
            else:
                continue
            if step.output not in self.outputs:
                found.append(step)
                made.add(step.output)
        return found

    def last(self, steps):
        """Names of the nodes with no step behind them: their outputs are what the network says, and ties or coarse scores there cost most."""
        wanted = {name for step in steps for name in step.inputs}
        return {step.name for step in steps if not self._reaches(step.output, wanted)}

    def _step(self, node, inputs):
        output = node.output[0]
        users = self.users.get(output, [])
        if len(users) == 1 and output not in self.outputs:
            limit = self._limit(users[0])
            if limit is not None:
                return Step(output, node.op_type, users[0].output[0], inputs, limit)
        return Step(output, node.op_type, output, inputs, (None, None))

    def _limit(self, node):
        if node.op_type == "Relu":
            return 0.0, None
        if node.op_type == "Clip" and len(node.input) == 3 and all(name in self.constants for name in node.input[1:]):
            low, high = (float(self.constants[name]) for name in node.input[1:])
            # Eight bits saturate at the ends of their range, which holds 0; another clip has to stay.
            return (low, high) if low <= 0 <= high else None
        return None

    def _reaches(self, name, wanted):
        seen, ahead = set(), [name]
        while ahead:
            current = ahead.pop()
            if current in wanted:
                return True
            if current not in seen:
                seen.add(current)
                ahead.extend(output for node in self.users.get(current, []) for output in node.output)
        return False


def limited(found, limit):
    """A calibrated range within what an activation lets through."""
    (low, high), (least, most) = found, limit
    return (low if least is None else max(low, least)), (high if most is None else min(high, most))

