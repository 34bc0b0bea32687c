"""Attributes of a node in the JSON form of TensorFlow's protocol buffers."""
import base64


def decode_attributes(attributes):
    """{name: str, int, float, bool, or list of these}; types stay strings such as DT_FLOAT, unknown sizes are -1."""
    return {name: _decode(*next(iter(tagged.items()))) for name, tagged in attributes.items() if tagged}


def _decode(tag, value):
    if tag == "s":
        return base64.b64decode(value).decode()
    if tag == "i":
        return int(value)
    if tag == "shape":
        return [int(dimension.get("size", 0)) for dimension in value.get("dim", [])]
    if tag == "list":
        return [_decode(inner, item) for inner, items in value.items() for item in items]
    return value
