import unittest

import numpy as np

from emotion_training.body import bvh

# A shoulder at (1,2,3) with an elbow 10 along x and a wrist 5 further along x.
ARM = """HIERARCHY
ROOT Shoulder
{
  OFFSET 0 0 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
  JOINT Elbow
  {
    OFFSET 10 0 0
    CHANNELS 3 Zrotation Xrotation Yrotation
    JOINT Wrist
    {
      OFFSET 5 0 0
      CHANNELS 3 Zrotation Xrotation Yrotation
      End Site
      {
        OFFSET 1 0 0
      }
    }
  }
}
MOTION
Frames: 4
Frame Time: 0.04
1 2 3 0 0 0 0 0 0 0 0 0
1 2 3 90 0 0 0 0 0 0 0 0
1 2 3 0 0 0 0 0 90 0 0 0
1 2 3 90 0 90 0 0 0 0 0 0
"""


class BvhTest(unittest.TestCase):
    def test_forward_kinematics_by_hand(self):
        motion = bvh.parse(ARM)
        found = motion.positions()
        self.assertEqual(motion.seconds, 0.04)
        self.assertEqual(list(found), ["Shoulder", "Elbow", "Wrist"])
        np.testing.assert_allclose(found["Shoulder"], np.tile([1, 2, 3], (4, 1)))
        # At rest along x; turned by 90 degrees about z along y; elbow bent about y: x becomes -z; Z after Y: the arm along z is not moved by Z.
        np.testing.assert_allclose(found["Elbow"], [[11, 2, 3], [1, 12, 3], [11, 2, 3], [1, 2, -7]], atol=1e-9)
        np.testing.assert_allclose(found["Wrist"], [[16, 2, 3], [1, 17, 3], [11, 2, -2], [1, 2, -12]], atol=1e-9)

    def test_bone_lengths_never_change(self):
        motion = bvh.parse(ARM)
        motion.values = np.random.RandomState(0).uniform(-180, 180, (50, 12))
        found = motion.positions()
        np.testing.assert_allclose(np.linalg.norm(found["Elbow"] - found["Shoulder"], axis=1), 10)
        np.testing.assert_allclose(np.linalg.norm(found["Wrist"] - found["Elbow"], axis=1), 5)

    def test_other_text_is_refused(self):
        with self.assertRaises(ValueError):
            bvh.parse("HIERARCHY nothing here")
