"""Finds the landmarks of face crops that are as small as FER2013's."""
from collections import namedtuple

import cv2
import numpy as np

from ..faces.blazeface import detect_with_padding
from ..faces.crop import whole_picture_box

# In pixels of the picture: box x0 y0 x1 y1, eyes [2,2], points [468,2]; found: whether the detector saw the face; presence: how sure the mesh is, 0..1.
Landmarks = namedtuple("Landmarks", "box eyes points found presence")

_ENLARGED = 192


def locate(image, detector, mesh):
    """Landmarks of the one face of a gray or RGB crop; where the detector finds none the crop is taken to be filled by the face, as FER2013's are."""
    rgb = cv2.cvtColor(image, cv2.COLOR_GRAY2RGB) if image.ndim == 2 else image
    scale = _ENLARGED / max(rgb.shape[:2])
    enlarged = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA)
    face = detect_with_padding(detector, enlarged)
    box, eyes = (face[1], face[2][:2]) if face else whole_picture_box(enlarged)
    presence, points = mesh.points(enlarged, box, eyes)
    return Landmarks(box / scale, np.asarray(eyes) / scale, points / scale, face is not None, presence)
