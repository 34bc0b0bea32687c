"""Keeps a person's mask through a video: nearest faces of two frames are one person, and landmarks are smoothed."""
import numpy as np

from .dresser import size

# A face may move by half its size between frames; one that is not seen keeps its place for some frames.
REACH, PATIENCE = 0.5, 6


class Track:
    def __init__(self, number, points, choice):
        self.number, self.points, self.choice, self.missed = number, points, choice, 0

    def follow(self, points):
        moved = np.linalg.norm(points - self.points, axis=1).mean() / max(size(points), 1e-9)
        # Still faces are smoothed most, so that the mask does not tremble; fast ones least, so that it does not lag.
        share = float(np.clip(0.35 + 15 * moved, 0.35, 1))
        self.points, self.missed = share * points + (1 - share) * self.points, 0


class Tracks:
    def __init__(self, choose):
        """`choose()` gives the mask of a new person."""
        self._choose, self._tracks, self._started = choose, [], 0

    def update(self, faces):
        """The tracks of this frame."""
        open_tracks = list(self._tracks)
        pairs = sorted(((np.linalg.norm(f.mean(0) - t.points.mean(0)) / size(f), i, t) for i, f in enumerate(faces) for t in open_tracks), key=lambda p: p[:2])
        taken = set()
        for distance, i, track in pairs:
            if distance < REACH and i not in taken and track in open_tracks:
                track.follow(faces[i])
                open_tracks.remove(track)
                taken.add(i)
        for track in open_tracks:
            track.missed += 1
        self._tracks = [t for t in self._tracks if t.missed <= PATIENCE]
        for i, face in enumerate(faces):
            if i not in taken:
                self._tracks.append(Track(self._started, face, self._choose()))
                self._started += 1
        return self._tracks
