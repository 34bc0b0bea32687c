import io
import os
import tarfile
import tempfile
import unittest

import cv2
import numpy as np

from emotion_training import LABELS
from emotion_training.data import ferplus
from emotion_training.data.archive import decode_rgb
from emotion_training.face.prepare import NEAR_TEST, TEST, TRAIN, VALIDATION, split


def votes(**counts):
    return {name: counts.get(name, 0) for name in ferplus.COLUMNS}


class FerPlusTest(unittest.TestCase):
    def test_majority_is_the_column_with_most_votes(self):
        self.assertEqual(ferplus.majority(votes(happiness=6, neutral=4)), "happiness")
        self.assertEqual(ferplus.majority(votes(contempt=6, neutral=4)), "contempt")
        self.assertEqual(ferplus.majority(votes(NF=10)), "NF")

    def test_a_tie_counts_only_among_labels(self):
        self.assertEqual(ferplus.majority(votes(sadness=5, neutral=5)), "neutral")
        self.assertIsNone(ferplus.majority(votes(sadness=5, unknown=5)))

    def test_target_shares_the_votes_of_the_labels_and_forgets_single_slips(self):
        share = dict(zip(LABELS, ferplus.target(votes(neutral=4, sadness=4, fear=1, unknown=1)).tolist()))
        self.assertEqual({name: value for name, value in share.items() if value}, {"neutral": 0.5, "sadness": 0.5})
        self.assertAlmostEqual(float(ferplus.target(votes(fear=1, anger=1)).sum()), 1.0)
        self.assertGreater(ferplus.target(votes(fear=1, anger=1))[LABELS.index("fear")], 0)

    def test_rows_reads_the_columns_by_name(self):
        header = "row,usage,file,fer2013," + ",".join(reversed(ferplus.COLUMNS))
        usage, file, found = next(ferplus.rows(io.StringIO(header + "\n0,Training,a.jpg,anger," + ",".join(str(n) for n in range(10)))))
        self.assertEqual((usage, file), ("Training", "a.jpg"))
        self.assertEqual(found[ferplus.COLUMNS[-1]], 0)
        self.assertEqual(found[ferplus.COLUMNS[0]], 9)


class ArchiveTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        rows = [("Training", "0.jpg", votes(happiness=9, NF=1)), ("Training", "1.jpg", votes(fear=10)), ("PublicTest", "2.jpg", votes(anger=10)), ("Training", "3.jpg", votes(unknown=10))]
        lines = ["usage,file," + ",".join(ferplus.COLUMNS)] + [f"{usage},{file}," + ",".join(str(v[c]) for c in ferplus.COLUMNS) for usage, file, v in rows]
        members = {"labels.csv": "\n".join(lines).encode(), **{f"{n}.jpg": cv2.imencode(".jpg", np.full((48, 48), 40 * n, np.uint8))[1].tobytes() for n in range(4)}}
        with tarfile.open(os.path.join(self._folder.name, "ferplus.tar.xz"), "w:xz") as archive:
            for name, content in members.items():
                member = tarfile.TarInfo("ferplus/" + name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))

    def test_read_keeps_the_faces_of_the_seven_labels(self):
        found = ferplus.read(self._folder.name)
        self.assertEqual([LABELS[n] for n in found.labels], ["happiness", "fear", "anger"])
        self.assertEqual(found.images.mean((1, 2)).round().tolist(), [0, 40, 80])
        self.assertEqual(found.left_out, {("Training", "unknown"): 1})

    def test_sure_faces_are_those_that_nobody_doubts_whatever_their_emotion(self):
        found = [decode_rgb(content) for content in ferplus.sure_faces(self._folder.name, "Training")]
        self.assertEqual([int(image.mean().round()) for image in found], [40, 120])


class SplitTest(unittest.TestCase):
    def test_no_duplicate_crosses_parts_and_none_of_a_test_face_is_used(self):
        rng = np.random.RandomState(0)
        base = [cv2.resize(rng.randint(0, 256, (6, 6)).astype(np.uint8), (48, 48), interpolation=cv2.INTER_CUBIC) for _ in range(60)]
        images = np.stack(base + [(b * 0.9).astype(np.uint8) for b in base])
        usages = np.array(["PublicTest" if n < 10 else "Training" for n in range(60)] + ["Training"] * 60)
        parts = split(images, usages)
        self.assertTrue((parts[:10] == TEST).all())
        self.assertTrue((parts[60:70] == NEAR_TEST).all())
        self.assertTrue((parts[10:60] == parts[70:]).all())
        self.assertEqual(set(parts[10:60].tolist()), {TRAIN, VALIDATION})
