import os
import tempfile
import unittest

import numpy as np

from emotion_training import locations
from emotion_training.clips.body_crop import body_box, box_below, cut, head_box
from emotion_training.clips.clip_mask import ClipMask
from emotion_training.clips.crops import BODY_PIXELS, ClipCropper
from emotion_training.clips.frames import FrameCache
from emotion_training.clips.pose import MoveNet, nearest_person, visible
from emotion_training.clips.table import read_clips
from emotion_training.clips.video import frame_count, read_frames

from .clip_folder import RedHead, RedHeadMesh, RedHeadPose, blue_mask, draw_person, write_table, write_video

SAMPLE = os.path.join(os.path.dirname(locations.MODELS), "clients", "edge", "samples", "webcam.mp4")


def share_of(crop, colour):
    """Share of the pixels that are near a colour."""
    return float((np.abs(crop.astype(int) - colour).max(-1) < 70).mean())


RED = (235, 30, 30)


class BodyCropTest(unittest.TestCase):
    def test_box_of_the_visible_keypoints_grown_by_a_tenth(self):
        keypoints = np.zeros((17, 3))
        keypoints[:3] = [[10, 20, 0.9], [110, 60, 0.2], [50, 220, 0.5]]
        keypoints[3] = [500, 500, 0.19]
        np.testing.assert_allclose(body_box(keypoints), [5, 10, 115, 230])
        keypoints[2, 2] = 0.1
        self.assertIsNone(body_box(keypoints))

    def test_stand_ins_for_boxes(self):
        np.testing.assert_allclose(box_below([40, 20, 60, 50], (150, 300, 3)), [10, 5, 90, 150])
        keypoints = np.zeros((17, 3))
        self.assertIsNone(head_box(keypoints))
        keypoints[:3], keypoints[5] = [[50, 50, 1], [60, 40, 1], [40, 40, 1]], [90, 120, 1]
        x0, y0, x1, y1 = head_box(keypoints)
        self.assertTrue(x0 < 40 and y0 < 40 and x1 > 60 and 60 < y1 < 100)

    def test_cut_squeezes_the_box_and_hides_the_face_before_resizing(self):
        image = np.full((100, 100, 3), 200, np.uint8)
        crop = cut(image, np.array([0.0, 0, 40, 80]), 20, black=[10, 20, 20, 40])
        self.assertTrue((crop[5:10, 5:10] == 0).all())
        self.assertEqual((crop == 0).all(-1).sum(), 25)

    def test_outside_the_picture_is_black(self):
        crop = cut(np.full((100, 100, 3), 200, np.uint8), np.array([50.0, 0, 150, 100]), 50)
        self.assertEqual((crop[:, 24].min(), crop[:, 25].max()), (200, 0))


class ClipCropperTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        frames = [draw_person(60, 40), draw_person(90, 44), np.full((120, 160, 3), 110, np.uint8)]
        cls.crops = ClipCropper(RedHead(), RedHeadMesh(), RedHeadPose(), 48, 0.2).crop(frames, ClipMask([blue_mask()], "clip", 1))

    def test_streams_are_absent_where_nobody_is_seen(self):
        self.assertEqual(self.crops["found_face"].tolist(), [True, True, False])
        self.assertEqual(self.crops["found_masked_face"].tolist(), [True, True, False])
        self.assertEqual(self.crops["found_body"].tolist(), [True, True, False])
        self.assertEqual((self.crops["face"][2].max(), self.crops["body"][2].max()), (0, 0))

    def test_face_crop_is_the_box_grown_by_the_margin(self):
        self.assertEqual(self.crops["face"].shape, (3, 48, 48, 3))
        for crop in self.crops["face"][:2]:
            self.assertAlmostEqual(share_of(crop, RED), 1 / 1.2 ** 2, delta=0.06)

    def test_mask_covers_the_lower_face_only(self):
        for crop in self.crops["masked_face"][:2]:
            self.assertLess(share_of(crop, RED), share_of(self.crops["face"][0], RED))
            self.assertGreater(share_of(crop[16:22, 12:36], RED), 0.9)

    def test_body_crop_hides_the_face_and_the_full_body_shows_it(self):
        for number in range(2):
            self.assertEqual(self.crops["body"][number].shape, (BODY_PIXELS, BODY_PIXELS, 3))
            self.assertLess(share_of(self.crops["body"][number], RED), 0.01)
            self.assertGreater(share_of(self.crops["full_body"][number], RED), 0.05)
            self.assertLess(share_of(self.crops["masked_full_body"][number], RED), share_of(self.crops["full_body"][number], RED))

    def test_the_mask_of_a_clip_stays(self):
        frame = draw_person(60, 40)
        points = RedHeadMesh().points(frame, RedHead().detect(frame)[1], None)[1]
        masks = [ClipMask([blue_mask()], name, 1) for name in ("one", "one", "two")]
        worn = [mask.put_on(frame, points)[0] for mask in masks]
        self.assertTrue((worn[0] == worn[1]).all())
        self.assertFalse((worn[0] == worn[2]).all())
        self.assertTrue((masks[0].put_on(frame, points)[0] == worn[0]).all())


class MissingBoxTest(unittest.TestCase):
    class SometimesPose(RedHeadPose):
        """Sees the joints left of the middle only."""

        def persons(self, image):
            found = super().persons(image)
            if found and found[0][0, 0] > 80:
                found[0][1:, 2] = 0
            return found

    def crop(self, pose, *places):
        return ClipCropper(RedHead(), RedHeadMesh(), pose, 24, 0.2).crop([draw_person(x, 40) for x in places], ClipMask([blue_mask()], "clip", 1))

    def test_without_enough_joints_the_nearest_box_is_cut(self):
        found = self.crop(self.SometimesPose(), 78, 82)
        self.assertEqual(found["found_body"].tolist(), [True, True])
        self.assertAlmostEqual(share_of(found["full_body"][0], RED), share_of(found["full_body"][1], RED), delta=0.02)

    def test_without_a_pose_the_body_is_guessed_and_the_face_hidden(self):
        found = self.crop(None, 78)
        self.assertTrue(found["found_body"][0] and not found["keypoints"].any())
        self.assertGreater(share_of(found["full_body"][0], RED), 0.02)
        self.assertLess(share_of(found["body"][0], RED), 0.005)


class FrameCacheTest(unittest.TestCase):
    def test_crops_are_cut_once_and_found_again(self):
        with tempfile.TemporaryDirectory() as folder:
            write_video(os.path.join(folder, "a.avi"), [draw_person(50 + n, 40) for n in range(30)])
            clips = read_clips(write_table(folder, [("a.avi", "1", "x")])).clips
            cache = FrameCache(os.path.join(folder, "frames"), (1, 3), face_pixels=24)
            cropper = ClipCropper(RedHead(), RedHeadMesh(), RedHeadPose(), 24, 0.2)
            cache.fill(clips, cropper, [blue_mask()])
            self.assertEqual(cache.missing(clips), [])
            stored = cache.load(clips[0], "face", "keypoints")
            self.assertEqual((stored["numbers"].tolist(), int(stored["frames"]), stored["face"].shape), ([5, 15, 25], 30, (3, 24, 24, 3)))
            # The head moves a pixel a frame: the crops are those of the numbered frames.
            np.testing.assert_allclose(np.diff(stored["keypoints"][:, 0, 0]), 10, atol=1.5)
            self.assertEqual(cache.places(stored["numbers"], 30, 1).tolist(), [1])
            self.assertEqual(FrameCache(cache.folder, (1, 3), face_pixels=32).missing(clips), clips)

    def test_a_window_is_cut_from_the_file(self):
        with tempfile.TemporaryDirectory() as folder:
            write_video(os.path.join(folder, "a.avi"), [draw_person(40 + n, 40) for n in range(40)])
            clips = read_clips(write_table(folder, [("a.avi", "20", "40", "x"), ("a.avi", "45", "", "x")], ("path", "start", "end", "label"))).clips
            cache = FrameCache(os.path.join(folder, "frames"), (1,), face_pixels=24)
            cropper = ClipCropper(RedHead(), RedHeadMesh(), RedHeadPose(), 24, 0.2)
            cache.fill(clips[:1], cropper, [blue_mask()])
            stored = cache.load(clips[0], "keypoints")
            self.assertEqual((stored["numbers"].tolist(), int(stored["frames"])), ([10], 20))
            self.assertAlmostEqual(float(stored["keypoints"][0, 0, 0]), 70, delta=2)
            with self.assertRaisesRegex(ValueError, "starts at frame 45, but the file has 40"):
                cache.fill(clips[1:], cropper, [blue_mask()])

    def test_what_is_no_video_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.avi")
            with open(path, "w") as file:
                file.write("no video")
            with self.assertRaisesRegex(ValueError, "no frame that OpenCV can read"):
                frame_count(path)


class PoseTest(unittest.TestCase):
    def test_movenet_finds_the_person_of_the_sample(self):
        frame = read_frames(SAMPLE, [40])[40]
        person = nearest_person(MoveNet(os.path.join(locations.MODELS, "movenet-multipose", "model.onnx")).persons(frame), None)
        self.assertTrue(visible(person)[[0, 1, 2, 5, 6]].all())
        nose, left_eye, right_eye, left_shoulder, right_shoulder = person[[0, 1, 2, 5, 6], :2]
        self.assertLess(max(left_eye[1], right_eye[1]), nose[1])
        self.assertLess(nose[1], min(left_shoulder[1], right_shoulder[1]))
        # Left is the person's own: right in the picture.
        self.assertLess(right_eye[0], nose[0])
        self.assertLess(nose[0], left_eye[0])
        self.assertTrue((person[[0, 5, 6], 0] > 0).all() and (person[[0, 5, 6], 0] < frame.shape[1]).all())

    def test_the_person_is_followed(self):
        near, far = np.zeros((17, 3)), np.zeros((17, 3))
        near[:, :2], far[:, :2] = np.random.RandomState(0).rand(17, 2) * 20, 200 + np.random.RandomState(1).rand(17, 2) * 90
        self.assertIs(nearest_person([near, far], None), far)
        self.assertIs(nearest_person([near, far], near + 3), near)
        self.assertIsNone(nearest_person([], near))
