import contextlib
import io
import json
import os
import tempfile
import unittest

import cv2
import numpy as np

from emotion_training import locations, mask
from emotion_training.faces.blazeface import BlazeFace
from emotion_training.faces.tiles import detect_all

REPOSITORY = os.path.dirname(locations.MODELS)
SAMPLE = os.path.join(REPOSITORY, "clients", "edge", "samples", "webcam.mp4")
BLAZEFACE = os.path.join(locations.MODELS, "blazeface", "model.onnx")
FACEMESH = os.path.join(locations.shared(), "models", "npm", "facemesh-192.onnx")


def sample_frames(count):
    capture = cv2.VideoCapture(SAMPLE)
    return [capture.read()[1] for _ in range(count)]


def run(*arguments):
    """(exit code, standard output, standard error)."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = mask.main(list(arguments))
    return code, out.getvalue(), err.getvalue()


class TilesTest(unittest.TestCase):
    def test_finds_both_faces_of_a_wide_picture_once_each(self):
        frame = sample_frames(1)[0][:, :, ::-1]
        detector = BlazeFace(BLAZEFACE)
        one = detector.detect(frame)[1]
        found = detect_all(detector, np.ascontiguousarray(np.hstack([frame, frame])))
        self.assertEqual(len(found), 2)
        for (_, box, _), offset in zip(sorted(found, key=lambda f: f[1][0]), (0, frame.shape[1])):
            np.testing.assert_allclose(box - np.array([offset, 0, offset, 0]), one, atol=25)


@unittest.skipUnless(os.path.isfile(FACEMESH), f"the face mesh {FACEMESH} is absent; set EMOTION_SHARED")
class MaskCommandTest(unittest.TestCase):
    def test_folder_masks_faces_and_counts_the_rest(self):
        frame = sample_frames(1)[0]
        stripes = np.tile(np.arange(200, dtype=np.uint8)[:, None, None], (1, 200, 3))
        with tempfile.TemporaryDirectory() as folder:
            source, target, sheet = (os.path.join(folder, n) for n in ("in", "out", "sheet.jpg"))
            os.makedirs(os.path.join(source, "deep"))
            cv2.imwrite(os.path.join(source, "deep", "face.png"), frame)
            cv2.imwrite(os.path.join(source, "stripes.png"), stripes)
            with open(os.path.join(source, "broken.jpg"), "wb") as broken:
                broken.write(b"no picture")
            code, out, err = run(source, target, "--facemesh", FACEMESH, "--sheet", sheet)
            self.assertEqual(code, 0, err)
            self.assertIn("1 pictures or frames masked (1 faces), 1 without a face (left out), 1 unreadable", out)
            self.assertIn("broken.jpg is no picture", err)
            self.assertFalse(os.path.exists(os.path.join(target, "stripes.png")))
            with open(os.path.join(target, "masks.jsonl"), encoding="utf-8") as lines:
                entries = [json.loads(line) for line in lines]
            self.assertEqual([e["file"] for e in entries], [os.path.join("deep", "face.png")])
            masked = cv2.imread(os.path.join(target, "deep", "face.png"))
            changed = np.argwhere((masked != frame).any(2))[:, ::-1]
            x0, y0, x1, y1 = entries[0]["face"]
            centre = changed.mean(0)
            self.assertTrue(x0 < centre[0] < x1 and (y0 + y1) / 2 < centre[1] < y1 + 10, (centre, entries[0]))
            self.assertEqual(cv2.imread(sheet).shape, (128, 128, 3))
            run(source, target + "2", "--facemesh", FACEMESH, "--keep-unmasked")
            np.testing.assert_array_equal(cv2.imread(os.path.join(target + "2", "stripes.png")), stripes)
            np.testing.assert_array_equal(cv2.imread(os.path.join(target + "2", "deep", "face.png")), masked)

    def test_video_keeps_frames_rate_and_one_mask(self):
        frames = sample_frames(6)
        with tempfile.TemporaryDirectory() as folder:
            source, target = os.path.join(folder, "in.avi"), os.path.join(folder, "out.avi")
            writer = cv2.VideoWriter(source, cv2.VideoWriter_fourcc(*"MJPG"), 12.5, frames[0].shape[1::-1])
            for frame in frames:
                writer.write(frame)
            writer.release()
            code, _, err = run(source, target, "--facemesh", FACEMESH)
            self.assertEqual(code, 0, err)
            capture = cv2.VideoCapture(target)
            self.assertEqual((capture.get(cv2.CAP_PROP_FRAME_COUNT), capture.get(cv2.CAP_PROP_FPS)), (6, 12.5))
            with open(target + ".jsonl", encoding="utf-8") as lines:
                entries = [json.loads(line) for line in lines]
            self.assertEqual([e["frame"] for e in entries], list(range(6)))
            self.assertEqual(len({(e["mask"], e["number"]) for e in entries}), 1)

    def test_no_face_at_all_is_exit_code_1(self):
        with tempfile.TemporaryDirectory() as folder:
            cv2.imwrite(os.path.join(folder, "gray.png"), np.full((160, 160, 3), 127, np.uint8))
            self.assertEqual(run(os.path.join(folder, "gray.png"), os.path.join(folder, "out.png"), "--facemesh", FACEMESH)[0], 1)


class MaskCommandErrorTest(unittest.TestCase):
    def test_wrong_arguments_are_named_with_exit_code_2(self):
        with tempfile.TemporaryDirectory() as folder:
            picture = os.path.join(folder, "a.png")
            cv2.imwrite(picture, np.zeros((8, 8, 3), np.uint8))
            empty = os.path.join(folder, "empty")
            os.makedirs(empty)
            text = os.path.join(folder, "a.txt")
            with open(text, "w", encoding="utf-8"):
                pass
            for arguments, message in (((folder + "/none", "out"), "does not exist"), ((folder, folder + "/out"), "lies in IN"), ((picture, picture), "never written over"),
                                       ((picture, folder + "/out.mp4"), "must end in one of .jpg"), ((empty, folder + "-out"), "holds no picture"),
                                       ((text, "out"), "no picture or video"),
                                       ((picture, folder + "/b.png", "--facemesh", folder + "/none.onnx"), "--facemesh"),
                                       ((picture, folder + "/b.png", "--facemesh", picture), "is no ONNX network"),
                                       ((picture, folder + "/b.png", "--masks", "templates", "--data", folder), "mask-templates.tar")):
                with self.subTest(message):
                    code, _, err = run(*arguments)
                    self.assertEqual(code, 2)
                    self.assertIn(message, err)
