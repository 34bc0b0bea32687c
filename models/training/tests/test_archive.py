import io
import os
import tarfile
import tempfile
import unittest

import cv2
import numpy as np

from emotion_training.data.archive import decode_rgb, members


class ArchiveTest(unittest.TestCase):
    def test_members_are_in_name_order_and_decode_to_rgb(self):
        red = np.zeros((4, 6, 3), np.uint8)
        red[:, :, 2] = 255
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.tar")
            with tarfile.open(path, "w") as archive:
                for name in ("b.png", "a.png", "c.txt"):
                    content = cv2.imencode(".png", red)[1].tobytes()
                    info = tarfile.TarInfo(name)
                    info.size = len(content)
                    archive.addfile(info, io.BytesIO(content))
            found = list(members(path, (".png",)))
        self.assertEqual([n for n, _ in found], ["a.png", "b.png"])
        self.assertEqual(decode_rgb(found[0][1])[0, 0].tolist(), [255, 0, 0])
        self.assertEqual(decode_rgb(found[0][1]).shape, (4, 6, 3))

    def test_broken_picture_is_none(self):
        self.assertIsNone(decode_rgb(b"no picture"))
