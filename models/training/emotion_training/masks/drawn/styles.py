"""The kinds of mask that are drawn. Each function returns (outline, colour [H,W,3], light [H,W], strap coverage or None, strap colour)."""
import numpy as np

from . import fabric, shading, straps
from .canvas import X, Y
from .outline import Outline, down


def surgical(rng):
    """Flat, pleated, with a nose wire, welded edges and ear loops."""
    outline = Outline(half=rng.uniform(0.74, 0.93), nose=rng.uniform(-0.1, 0.12), cheek=rng.uniform(0.12, 0.3), side=rng.uniform(0.72, 0.98),
                      chin=rng.uniform(1.22, 1.48), peak=rng.uniform(1.2, 2.2), round=rng.uniform(1.7, 3.0), sag=rng.uniform(0.0, 0.06),
                      tilt=rng.normal(0, 0.02), bulge=rng.uniform(-0.05, 0.05))
    place = down(outline, X, Y)
    colour = fabric.woven(fabric.plain(fabric.shade_of(fabric.SURGICAL, rng)), rng, rng.uniform(0.005, 0.03))
    light = shading.roundness(rng, rng.uniform(0.05, 0.22)) * shading.creases(rng, rng.randint(3), 0.12)
    for at in np.linspace(rng.uniform(0.22, 0.34), rng.uniform(0.6, 0.8), rng.randint(2, 5)):
        light = light * shading.fold(place - at + rng.uniform(-0.05, 0.05) * (1 - (X / outline.half) ** 2), rng.uniform(0.025, 0.06), rng.uniform(0.1, 0.35))
    weld = rng.uniform(0.03, 0.07)
    light = light * shading.line(place - weld, 0.012, rng.uniform(0, 0.18)) * shading.line(place - 1 + weld, 0.012, rng.uniform(0, 0.18))
    wire = np.exp(-((place - weld - 0.03) / 0.02) ** 2) * (np.abs(X) < rng.uniform(0.25, 0.45))
    light = light * (1 + rng.uniform(0, 0.12) * wire)
    if rng.rand() < 0.3:
        # A white inner side often shows at the edges.
        rim = (np.minimum(place, 1 - place) < weld)[:, :, None]
        colour = np.where(rim, 0.4 * colour + 0.6 * 240, colour)
    return outline, colour, light, straps.ear_loops(outline, rng), np.full(3, rng.uniform(200, 245))


def cup(rng):
    """A moulded shell (N95, FFP2): round, stiff, with head straps, at times with a valve or a printed line."""
    outline = Outline(half=rng.uniform(0.66, 0.84), nose=rng.uniform(-0.12, 0.06), cheek=rng.uniform(0.32, 0.5), side=rng.uniform(0.62, 0.82),
                      chin=rng.uniform(1.2, 1.42), peak=rng.uniform(1.3, 1.9), round=rng.uniform(2.0, 2.8), sag=rng.uniform(-0.06, 0.0),
                      tilt=rng.normal(0, 0.015), bulge=rng.uniform(0.0, 0.06))
    place = down(outline, X, Y)
    colour = fabric.woven(fabric.plain(fabric.shade_of(fabric.PALE, rng)), rng, rng.uniform(0.01, 0.03))
    centre = rng.uniform(0.55, 0.75)
    dome = np.exp(-(X ** 2 + (Y - centre) ** 2) / 0.35)
    light = shading.roundness(rng, rng.uniform(0.15, 0.35)) * (0.85 + 0.2 * dome)
    light = light * shading.fold(place - rng.uniform(0.08, 0.14), 0.03, rng.uniform(0, 0.2)) * shading.line(X, 0.02, rng.uniform(0, 0.15))
    light = light * shading.line(place - rng.uniform(0.4, 0.6), 0.015, rng.uniform(0, 0.15))
    if rng.rand() < 0.3:
        colour, light = _valve(colour, light, rng)
    yellow = (rng.uniform(200, 240), rng.uniform(170, 220), rng.uniform(60, 120))
    return outline, colour, light, straps.head_straps(outline, rng), np.array(yellow if rng.rand() < 0.4 else (225.0, 225.0, 225.0))


def folded(rng):
    """Folded flat with a centre seam (KN95, FFP2): pointed at the chin, ear loops."""
    outline = Outline(half=rng.uniform(0.8, 0.96), nose=rng.uniform(-0.12, 0.08), cheek=rng.uniform(0.1, 0.28), side=rng.uniform(0.5, 0.72),
                      chin=rng.uniform(1.25, 1.5), peak=rng.uniform(1.0, 1.6), round=rng.uniform(1.1, 1.6), sag=rng.uniform(0.0, 0.08),
                      tilt=rng.normal(0, 0.02), bulge=rng.uniform(-0.04, 0.04))
    place = down(outline, X, Y)
    colour = fabric.woven(fabric.plain(fabric.shade_of(fabric.PALE, rng)), rng, rng.uniform(0.003, 0.015))
    # Two planes meet at the seam: one is lit, the other is not.
    planes = 1 + rng.uniform(-0.1, 0.1) * np.tanh(X / 0.04)
    light = shading.roundness(rng, rng.uniform(0.08, 0.25)) * planes * shading.line(X, 0.018, rng.uniform(0.08, 0.3))
    light = light * shading.line(place - rng.uniform(0.05, 0.1), 0.012, rng.uniform(0, 0.2))
    side_seam = np.abs(np.abs(X) / outline.half - rng.uniform(0.82, 0.92))
    light = light * shading.line(side_seam, 0.015, rng.uniform(0, 0.2)) * shading.creases(rng, rng.randint(3), 0.1)
    if rng.rand() < 0.15:
        colour, light = _valve(colour, light, rng)
    return outline, colour, light, straps.ear_loops(outline, rng), fabric.shade_of(((240, 240, 240), (40, 40, 40)), rng)


def cloth(rng):
    """Sewn of cloth of any pattern, curved around the chin."""
    outline = Outline(half=rng.uniform(0.82, 1.0), nose=rng.uniform(-0.1, 0.14), cheek=rng.uniform(0.14, 0.34), side=rng.uniform(0.55, 0.85),
                      chin=rng.uniform(1.22, 1.5), peak=rng.uniform(1.0, 2.0), round=rng.uniform(1.4, 2.4), sag=rng.uniform(0.0, 0.1),
                      tilt=rng.normal(0, 0.025), bulge=rng.uniform(-0.1, 0.02))
    place = down(outline, X, Y)
    colour = fabric.woven(fabric.patterned(rng), rng, rng.uniform(0.02, 0.06))
    light = shading.roundness(rng, rng.uniform(0.1, 0.35)) * shading.creases(rng, rng.randint(2, 8), rng.uniform(0.08, 0.3))
    if rng.rand() < 0.5:
        light = light * shading.line(X, 0.015, rng.uniform(0.1, 0.4))
    hem = rng.uniform(0.03, 0.08)
    light = light * shading.line(np.minimum(place, 1 - place) - hem, 0.012, rng.uniform(0, 0.25))
    return outline, colour, light, straps.ear_loops(outline, rng), fabric.shade_of(fabric.CLOTH, rng)


def gaiter(rng):
    """A tube or scarf from the nose down to the neck."""
    outline = Outline(half=rng.uniform(0.98, 1.08), nose=rng.uniform(-0.08, 0.14), cheek=rng.uniform(0.1, 0.34), side=rng.uniform(0.7, 0.9),
                      chin=rng.uniform(1.5, 1.78), peak=rng.uniform(1.2, 2.4), round=rng.uniform(1.1, 2.2), sag=rng.uniform(0.0, 0.1),
                      tilt=rng.normal(0, 0.03), bulge=rng.uniform(-0.06, 0.0))
    colour = fabric.woven(fabric.patterned(rng), rng, rng.uniform(0.02, 0.08))
    # Under the chin the cloth falls back to the neck, out of the light.
    neck = 1 - rng.uniform(0.2, 0.5) / (1 + np.exp(-(Y - 1.25 + 0.25 * X ** 2) / 0.06))
    light = shading.roundness(rng, rng.uniform(0.1, 0.35)) * shading.creases(rng, rng.randint(4, 12), rng.uniform(0.1, 0.35)) * neck
    return outline, colour, light, None, None


def _valve(colour, light, rng):
    """A round plastic valve on one side or in the middle."""
    x, y, radius = rng.choice([-0.33, 0.0, 0.33]), rng.uniform(0.7, 0.85), rng.uniform(0.12, 0.18)
    distance = np.hypot(X - x, Y - y)
    disc = (distance < radius)[:, :, None]
    plastic = rng.uniform(60, 235)
    slits = 1 - 0.25 * (np.sin((Y - y) * 90) > 0.3) * (distance < 0.7 * radius)
    ring = shading.line(distance - radius, 0.02, 0.35)
    return np.where(disc, np.float32(plastic), colour), light * ring * np.where(disc[:, :, 0], slits, 1)


STYLES = {"surgical": surgical, "cup": cup, "folded": folded, "cloth": cloth, "gaiter": gaiter}
SHARES = {"surgical": 0.4, "cup": 0.15, "folded": 0.17, "cloth": 0.2, "gaiter": 0.08}
