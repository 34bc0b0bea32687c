"""Reads BVH motion capture and computes joint positions."""
import numpy as np


class Joint:
    def __init__(self, name, parent):
        self.name, self.parent = name, parent
        self.offset = np.zeros(3)
        self.channels = []


class Motion:
    """joints in file order (parents first), values [frames, channels], seconds per frame."""

    def __init__(self, joints, values, seconds):
        self.joints, self.values, self.seconds = joints, values, seconds

    def positions(self):
        """Joint name to [frames,3], in the file's unit. Position channels replace the offset, rotations apply in channel order."""
        at, world = 0, {}
        found = {}
        for joint in self.joints:
            frames = len(self.values)
            place = np.tile(joint.offset, (frames, 1))
            turn = np.tile(np.eye(3), (frames, 1, 1))
            for channel in joint.channels:
                value = self.values[:, at]
                at += 1
                axis = "XYZ".index(channel[0].upper())
                if channel.lower().endswith("position"):
                    place[:, axis] = value
                else:
                    turn = turn @ rotation(axis, np.radians(value))
            if joint.parent is not None:
                parent_place, parent_turn = world[joint.parent]
                place = parent_place + np.einsum("fij,fj->fi", parent_turn, place)
                turn = parent_turn @ turn
            world[joint] = place, turn
            found[joint.name] = place
        return found


def rotation(axis, angle):
    """Rotation matrices [frames,3,3] about a coordinate axis."""
    a, b = (axis + 1) % 3, (axis + 2) % 3
    out = np.zeros((len(angle), 3, 3))
    out[:, axis, axis] = 1
    out[:, a, a] = out[:, b, b] = np.cos(angle)
    out[:, b, a] = np.sin(angle)
    out[:, a, b] = -out[:, b, a]
    return out


def parse(text):
    """Parses the text of a BVH file; raises ValueError when it is none."""
    tokens = iter(text.split())
    joints, stack, joint = [], [], None
    for token in tokens:
        if token in ("ROOT", "JOINT"):
            joint = Joint(next(tokens), stack[-1] if stack else None)
            joints.append(joint)
        elif token == "End":
            next(tokens)
            joint = Joint("", None)
        elif token == "{":
            stack.append(joint)
        elif token == "}":
            stack.pop()
        elif token == "OFFSET":
            stack[-1].offset = np.array([float(next(tokens)) for _ in range(3)])
        elif token == "CHANNELS":
            stack[-1].channels = [next(tokens) for _ in range(int(next(tokens)))]
        elif token == "MOTION":
            break
    rest = list(tokens)
    if not joints or rest[:1] != ["Frames:"] or rest[2:4] != ["Frame", "Time:"]:
        raise ValueError("not a BVH file")
    width = sum(len(j.channels) for j in joints)
    return Motion(joints, np.array(rest[5:], np.float64).reshape(int(rest[1]), width), float(rest[4]))
