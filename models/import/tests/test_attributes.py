import base64
import unittest

from emotion_import.sources.attributes import decode_attributes


class AttributesTests(unittest.TestCase):
    def test_decode_attributes_EveryForm_IsPlain(self):
        text = base64.b64encode(b"SAME").decode()
        decoded = decode_attributes({
            "padding": {"s": text}, "axis": {"i": "-1"}, "keep": {"b": True}, "alpha": {"f": 0.5}, "T": {"type": "DT_FLOAT"},
            "strides": {"list": {"i": ["1", "2"]}}, "fused": {"list": {"s": [text]}}, "empty": {"list": {}},
            "shape": {"shape": {"dim": [{"size": "-1"}, {"size": "3"}]}}, "absent": {},
        })
        self.assertEqual(decoded, {
            "padding": "SAME", "axis": -1, "keep": True, "alpha": 0.5, "T": "DT_FLOAT",
            "strides": [1, 2], "fused": ["SAME"], "empty": [], "shape": [-1, 3],
        })
