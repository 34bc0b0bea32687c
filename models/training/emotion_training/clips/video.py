"""Reads chosen frames of a video. Frames are counted by reading them: what a container says is often wrong."""
import cv2
import numpy as np


def frame_count(path):
    video = cv2.VideoCapture(path)
    count = 0
    while video.grab():
        count += 1
    video.release()
    if not count:
        raise ValueError(f"{path} holds no frame that OpenCV can read.")
    return count


def read_frames(path, numbers):
    """{number: RGB uint8 [H,W,3]} of the wanted frames."""
    video = cv2.VideoCapture(path)
    wanted, found, number = set(int(n) for n in numbers), {}, 0
    while len(found) < len(wanted) and video.grab():
        if number in wanted:
            found[number] = np.ascontiguousarray(video.retrieve()[1][:, :, ::-1])
        number += 1
    video.release()
    if len(found) < len(wanted):
        raise ValueError(f"{path} ends before frame {max(wanted)}.")
    return found
