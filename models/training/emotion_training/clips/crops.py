"""The crops that the streams see of one clip."""
import numpy as np

from ..faces.blazeface import detect_with_padding
from ..faces.crop import crop_transform, warp
from .body_crop import body_box, box_below, cut, head_box
from .pose import nearest_person, visible

BODY_PIXELS = 224
# What is kept of every frame; the pictures are uint8 RGB.
CROPS = ("face", "masked_face", "body", "full_body", "masked_full_body")
MASK_PRESENCE = 0.5


class ClipCropper:
    """Finds the person in the frames of a clip and cuts the crops; detector, mesh and pose are BlazeFace, FaceMesh, and MoveNet or None."""

    def __init__(self, detector, mesh, pose, face_pixels, face_margin):
        self._detector, self._mesh, self._pose = detector, mesh, pose
        self._face_pixels, self._face_margin = face_pixels, face_margin

    def crop(self, frames, mask):
        """{name: array over the frames} of RGB frames in order of time. Where a stream is absent its crop is black and `found_*` false.

        Where the face box is missing that of the nearest frame is hidden, else the place that the pose gives: a body stream must not read the face.
        Where the keypoints give no body box that of the nearest frame is cut, else one guessed from the face box.
        """
        keypoints = self._follow(frames)
        faces = [detect_with_padding(self._detector, frame) for frame in frames]
        hidden = _nearest([face and face[1] for face in faces])
        hidden = [head_box(points) for points in keypoints] if hidden is None else hidden
        bodies = _nearest([body_box(points) for points in keypoints])
        bodies = [None if box is None else box_below(box, frames[0].shape) for box in hidden] if bodies is None else bodies
        # A box of another frame may stand in, but it does not say that anybody is there.
        bodies = [box if face or points is not None else None for box, face, points in zip(bodies, faces, keypoints)]
        rows = [self._frame(*given, mask) for given in zip(frames, faces, keypoints, hidden, bodies)]
        return {name: np.stack([row[name] for row in rows]) for name in rows[0]}

    def _follow(self, frames):
        person, found = None, []
        for frame in frames:
            person = nearest_person(self._pose.persons(frame), person) if self._pose else None
            found.append(person)
        return found

    def _frame(self, frame, face, keypoints, hidden, body, mask):
        box, eyes = (face[1], face[2][:2]) if face else (None, None)
        masked_frame, masked_box, masked_eyes = self._masked(frame, box, eyes, mask)
        return {
            "face": self._face_crop(frame, box, eyes),
            "masked_face": self._face_crop(masked_frame, masked_box, masked_eyes),
            "body": self._body_crop(frame, body, hidden),
            "full_body": self._body_crop(frame, body, None),
            "masked_full_body": self._body_crop(masked_frame, body if masked_box is not None else None, None),
            "found_face": box is not None,
            "found_masked_face": masked_box is not None,
            "found_body": body is not None,
            "found_full_body": body is not None,
            "found_masked_full_body": body is not None and masked_box is not None,
            "face_side": np.float32(min(box[2:] - box[:2]) if face else 0),
            "keypoints": keypoints if keypoints is not None else np.zeros((17, 3), np.float32),
            "visibility": np.float32(visible(keypoints).mean() if keypoints is not None else 0),
        }

    def _masked(self, frame, box, eyes, mask):
        """(frame with the mask, box and eyes found again under it); no box when no mask could be put on."""
        if box is None:
            return frame, None, None
        presence, points = self._mesh.points(frame, box, eyes)
        worn, coverage = mask.put_on(frame, points) if presence >= MASK_PRESENCE else (frame, np.zeros(1))
        if coverage.max() < 0.5:
            return frame, None, None
        again = detect_with_padding(self._detector, worn)
        # The Detection service looks twice and keeps tracks, so it rarely loses a face that it has seen; here the box before the mask stands in.
        return (worn, again[1], again[2][:2]) if again else (worn, box, eyes)

    def _face_crop(self, frame, box, eyes):
        if box is None:
            return np.zeros((self._face_pixels, self._face_pixels, 3), np.uint8)
        return warp(frame, crop_transform(box, eyes, self._face_pixels, self._face_margin), self._face_pixels)

    def _body_crop(self, frame, box, hidden):
        return np.zeros((BODY_PIXELS, BODY_PIXELS, 3), np.uint8) if box is None else cut(frame, box, BODY_PIXELS, hidden)


def _nearest(boxes):
    """The boxes, where one is missing that of the nearest frame; None when all are."""
    found = [i for i, box in enumerate(boxes) if box is not None]
    return [boxes[min(found, key=lambda j: abs(j - i))] for i in range(len(boxes))] if found else None
