"""How bright, how sharp and how noisy the picture of a face is, so that a mask can be made the same."""
import cv2
import numpy as np

# Mesh points of the cheek bones and the nose's sides, left and right of the picture: lit like a mask, and seen whatever the mouth does.
_CHEEKS = [50, 101, 117, 118, 203, 280, 330, 346, 347, 423]

# Noise of deviation 1, the same for every mask; where a mask takes its part from is random.
_NOISE = np.random.RandomState(7).standard_normal((512, 512)).astype(np.float32)
_NOISE.setflags(write=False)


def side_light(image, points):
    """Brightness 0..255 of the left and the right cheek in the picture."""
    height, width = image.shape[:2]
    places = points[_CHEEKS].astype(int)
    values = image[np.clip(places[:, 1], 0, height - 1), np.clip(places[:, 0], 0, width - 1)]
    left, right = values.reshape(2, -1).sum(1) / (values.size / 2)
    return float(left), float(right)


def sharpness(gray):
    """(blur, noise): the deviation of the blur, in pixels, that the picture seems to have, and the deviation of its noise."""
    height, width = gray.shape
    if min(height, width) < 8:
        return 0.0, 0.0
    noise = _noise(gray)
    near = cv2.norm(gray[:, 1:], gray[:, :-1], cv2.NORM_L2SQR) / (height * (width - 1)) - 2 * noise ** 2
    far = cv2.norm(gray[:, 4:], gray[:, :-4], cv2.NORM_L2SQR) / (height * (width - 4)) - 2 * noise ** 2
    # Over four pixels brightness changes twice as much as over one where edges are sharp, four times where they are wide. The places between
    # are medians over faces blurred by known amounts.
    ratio = np.sqrt(max(far, 0.01) / max(near, 0.01))
    return float(np.interp(ratio, (2.45, 2.8, 3.15, 3.45, 3.7, 3.85, 3.97), (0, 0.5, 0.8, 1.2, 1.8, 2.5, 4))), noise


def _noise(gray):
    # The median of what a small median filter takes away: half of a face is smooth, so its texture hardly counts.
    taken = np.bincount(cv2.absdiff(gray, cv2.medianBlur(gray, 3)).ravel(), minlength=256).cumsum() / gray.size
    level = int(np.searchsorted(taken, 0.5))
    if level == 0:
        return 0.0
    return 1.8 * (level - 0.5 + float((0.5 - taken[level - 1]) / (taken[level] - taken[level - 1])))


def grain(shape, deviation, rng):
    """Noise [H,W] of a deviation."""
    rows, columns = min(shape[0], _NOISE.shape[0]), min(shape[1], _NOISE.shape[1])
    top, left = rng.randint(_NOISE.shape[0] - rows + 1), rng.randint(_NOISE.shape[1] - columns + 1)
    part = _NOISE[top:top + rows, left:left + columns] * np.float32(deviation)
    return part if part.shape == tuple(shape) else cv2.resize(part, (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST)
