import pathlib
import struct
import tempfile
import unittest

import numpy as np

from emotion_import.errors import ImportFailure
from emotion_import.sources.weights import decode_group, read_weights


class WeightsTests(unittest.TestCase):
    def test_decode_group_Float32_KeepsShapeAndOrder(self):
        entry = {"name": "w", "shape": [2, 3], "dtype": "float32"}
        weights = decode_group([entry], struct.pack("<6f", *range(6)))
        np.testing.assert_array_equal(weights["w"], [[0, 1, 2], [3, 4, 5]])

    def test_decode_group_Uint8_ScalesAndShifts(self):
        entry = {"name": "w", "shape": [3], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1.0}}
        weights = decode_group([entry], bytes([0, 2, 255]))
        np.testing.assert_array_equal(weights["w"], np.array([-1.0, 0.0, 126.5], np.float32))
        self.assertEqual(weights["w"].dtype, np.float32)

    def test_decode_group_Uint8_RoundsOnce(self):
        scale, minimum = 0.0057930146946626555, -0.7125408074435067
        entry = {"name": "w", "shape": [1], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": scale, "min": minimum}}
        self.assertEqual(decode_group([entry], bytes([201]))["w"][0], np.float32(201 * scale + minimum))

    def test_decode_group_Uint16AndFloat16_AreRead(self):
        entries = [
            {"name": "a", "shape": [2], "dtype": "float32", "quantization": {"dtype": "uint16", "scale": 2.0, "min": 1.0}},
            {"name": "b", "shape": [2], "dtype": "float32", "quantization": {"dtype": "float16"}},
        ]
        weights = decode_group(entries, struct.pack("<2H2e", 3, 65535, 1.5, -2.0))
        np.testing.assert_array_equal(weights["a"], [7, 131071])
        np.testing.assert_array_equal(weights["b"], [1.5, -2.0])

    def test_decode_group_Scalar_HasNoDimension(self):
        weights = decode_group([{"name": "n", "shape": [], "dtype": "int32"}], struct.pack("<i", -7))
        self.assertEqual(weights["n"].shape, ())
        self.assertEqual(int(weights["n"]), -7)

    def test_decode_group_BytesLeftOver_IsRefused(self):
        with self.assertRaisesRegex(ImportFailure, "1 bytes"):
            decode_group([{"name": "w", "shape": [1], "dtype": "int32"}], bytes(5))

    def test_decode_group_TooFewBytes_NamesTheWeight(self):
        with self.assertRaisesRegex(ImportFailure, "'w'"):
            decode_group([{"name": "w", "shape": [2], "dtype": "int32"}], bytes(7))

    def test_decode_group_UnknownType_IsRefused(self):
        with self.assertRaisesRegex(ImportFailure, "string"):
            decode_group([{"name": "w", "shape": [1], "dtype": "string"}], bytes(4))

    def test_read_weights_WeightAcrossShards_IsJoined(self):
        content = struct.pack("<3f", 1, 2, 3)
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "1of2").write_bytes(content[:5])
            (pathlib.Path(folder) / "2of2").write_bytes(content[5:])
            manifest = [{"paths": ["1of2", "2of2"], "weights": [{"name": "w", "shape": [3], "dtype": "float32"}]}]
            np.testing.assert_array_equal(read_weights(manifest, folder)["w"], [1, 2, 3])
