"""Reads ONNX files."""
import onnx
from google.protobuf.message import DecodeError


def read_graph(path):
    """The graph of the file; ValueError when it is no ONNX file."""
    try:
        return onnx.load(path).graph
    except DecodeError:
        raise ValueError(f"{path} is no ONNX file.") from None
