"""An average face made of the mesh points that masks use, turned as wanted: no picture and no network is needed."""
import numpy as np

# Medians of the MediaPipe face mesh over frontal faces; unit: half the distance between the ears, y down, z to the camera.
POINTS = {
    234: (-1, 0, 0.01), 454: (1, 0, 0.01), 197: (0, -0.07, 1.27), 172: (-0.81, 0.83, 0.21), 397: (0.81, 0.83, 0.21), 152: (0, 1.29, 0.8),
    1: (0, 0.31, 1.44), 13: (0, 0.63, 1.09), 61: (-0.38, 0.63, 0.88), 291: (0.38, 0.63, 0.88), 48: (-0.28, 0.26, 1.2), 278: (0.28, 0.26, 1.2),
    159: (-0.46, -0.28, 0.92), 386: (0.46, -0.28, 0.92), 33: (-0.67, -0.24, 0.82), 263: (0.67, -0.24, 0.82), 10: (0, -1.1, 0.9),
    50: (-0.72, 0.2, 0.85), 101: (-0.45, 0.1, 1.0), 117: (-0.68, -0.05, 0.85), 118: (-0.55, -0.03, 0.95), 203: (-0.35, 0.35, 1.1),
    280: (0.72, 0.2, 0.85), 330: (0.45, 0.1, 1.0), 346: (0.68, -0.05, 0.85), 347: (0.55, -0.03, 0.95), 423: (0.35, 0.35, 1.1),
}
EYES, NOSE, MOUTH = (159, 386), 1, 13


def face(yaw=0.0, centre=(100, 90), half=50.0):
    """[468,2]; above 0 the nose turns to the right of the picture. Points that masks do not use lie at the nose."""
    places = np.tile(np.array(POINTS[NOSE], float), (468, 1))
    for number, place in POINTS.items():
        places[number] = place
    seen = places[:, 0] * np.cos(yaw) + places[:, 2] * np.sin(yaw)
    return np.stack([seen, places[:, 1]], 1) * half + centre
