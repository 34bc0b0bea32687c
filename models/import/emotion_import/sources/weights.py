"""Weights as TensorFlow.js stores them: a manifest of names, shapes and types, and shards of raw little-endian bytes."""
import math
import os

import numpy as np

from ..errors import ImportFailure

_STORED = {
    "float32": np.dtype("<f4"),
    "float16": np.dtype("<f2"),
    "int32": np.dtype("<i4"),
    "uint8": np.dtype("u1"),
    "uint16": np.dtype("<u2"),
    "bool": np.dtype("?"),
}


def read_weights(manifest, folder):
    """{name: array} of all groups of a weights manifest whose shards lie in the folder."""
    weights = {}
    for group in manifest:
        shards = [_read(os.path.join(folder, path)) for path in group["paths"]]
        weights.update(decode_group(group["weights"], b"".join(shards)))
    return weights


def decode_group(entries, content):
    """{name: array} of one group; every byte must be accounted for."""
    weights, offset = {}, 0
    for entry in entries:
        stored = _stored_type(entry)
        count = math.prod(entry["shape"])
        end = offset + count * stored.itemsize
        if end > len(content):
            raise ImportFailure(f"the weights end within '{entry['name']}'")
        raw = np.frombuffer(content, stored, count, offset)
        weights[entry["name"]] = _dequantise(raw, entry).reshape(entry["shape"])
        offset = end
    if offset != len(content):
        raise ImportFailure(f"{len(content) - offset} bytes of weights belong to no entry of the manifest")
    return weights


def _stored_type(entry):
    name = entry.get("quantization", entry)["dtype"]
    if name not in _STORED:
        raise ImportFailure(f"weights of type {name} ('{entry['name']}') are not supported")
    return _STORED[name]


def _dequantise(raw, entry):
    quantization = entry.get("quantization")
    if quantization is None:
        return raw
    if quantization["dtype"] == "float16":
        return raw.astype(np.float32)
    # TensorFlow.js computes this in double precision and rounds once.
    return (raw.astype(np.float64) * quantization["scale"] + quantization["min"]).astype(np.float32)


def _read(path):
    with open(path, "rb") as file:
        return file.read()
