"""Groups pictures that are exact or near duplicates, so that no split can separate them."""
import cv2
import numpy as np

_BITS = np.array([bin(i).count("1") for i in range(256)], np.uint8)


def perceptual_hash(image):
    """64-bit hash of the low frequencies of the gray picture (DCT), as 8 bytes."""
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    low = cv2.dct(cv2.resize(gray, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32))[:8, :8].ravel()
    return np.packbits(low > np.median(low))


def group_near_duplicates(images, distance=8):
    """Returns a group number per picture: two pictures meet when their hashes, or one's mirrored hash, differ in at most `distance` bits."""
    hashes = np.stack([perceptual_hash(i) for i in images])
    mirrored = np.stack([perceptual_hash(np.ascontiguousarray(i[:, ::-1])) for i in images])
    parent = np.arange(len(images))

    def root(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i in range(len(images)):
        for other in (hashes, mirrored):
            near = np.flatnonzero(_BITS[hashes[i] ^ other[i + 1:]].sum(1) <= distance) + i + 1
            for j in near:
                parent[root(j)] = root(i)
    return np.array([root(i) for i in range(len(images))])
