"""Reads a CSV file of labelled clips. The first row names the columns:

path            file of the clip, relative to the CSV file
start, end      optional: the part of the clip, frame numbers, end not included
actor           who is seen; folds leave whole actors out
fold            optional: the fold in which the clip is tested
split           optional: train, validation or test
label           the one label of the clip (single-label), or
labels          labels joined by |, empty for none (multi-label: EmoReact), or
any other name  a label: 1 or 0, or the share of raters, present from 0.5 on (multi-label: BoLD)
#any name       not read

A clip must not appear twice, neither by name nor by content, and an actor must stay in one split and one fold.
"""
import csv
import os
from collections import defaultdict, namedtuple

import numpy as np

from .. import LABELS, model_file

Clip = namedtuple("Clip", "path start end actor fold split")
ClipSet = namedtuple("ClipSet", "clips labels multi targets")
PLACES = ("path", "start", "end", "actor", "fold", "split")
SPLITS = ("train", "validation", "test")


class ClipTableError(ValueError):
    """The file says something that is not allowed; the message says where and what is."""


def read_clips(path):
    """ClipSet of the file: targets are 0 or 1 [n, labels]; labels in our usual order where they are ours, else by name or by column."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        columns = [c for c in reader.fieldnames or [] if not c.startswith("#")]
        kind = _label_kind(columns, path)
        rows = [_Row(path, reader.line_num, row) for row in reader]
    if not rows:
        raise ClipTableError(f"{path} holds no clip.")
    folder = os.path.dirname(os.path.abspath(path))
    clips = [row.clip(folder, "actor" in columns) for row in rows]
    labels, targets = _targets(rows, kind, columns)
    _refuse_duplicates(rows, clips)
    for column in ("split", "fold"):
        _keep_actors_whole(path, clips, column)
    return ClipSet(clips, labels, kind != "label", targets)


class _Row:
    def __init__(self, file, line, values):
        self.place, self.values = f"{file}, line {line}", values
        if None in values or None in values.values():
            self.refuse("it has more or fewer fields than the first row")

    def refuse(self, what):
        raise ClipTableError(f"{self.place}: {what}.")

    def text(self, column):
        return (self.values.get(column) or "").strip()

    def number(self, column):
        value = self.text(column)
        if value and not value.isdigit():
            self.refuse(f"{column} is '{value}'; allowed are whole numbers from 0 on")
        return int(value) if value else None

    def clip(self, folder, has_actor):
        if not self.text("path"):
            self.refuse("path is empty")
        file = os.path.normpath(os.path.join(folder, self.text("path")))
        if not os.path.isfile(file):
            self.refuse(f"there is no file {file}")
        start, end = self.number("start"), self.number("end")
        if end is not None and end <= (start or 0):
            self.refuse(f"end is {end}; it must lie after start, which is {start or 0}")
        if has_actor and not self.text("actor"):
            self.refuse("actor is empty")
        split = self.text("split")
        if split and split not in SPLITS:
            self.refuse(f"split is '{split}'; allowed are {', '.join(SPLITS)}")
        return Clip(file, start or 0, end, self.text("actor"), self.text("fold"), split)

    def names(self, kind):
        found = [self.text("label")] if kind == "label" else [n.strip() for n in self.text("labels").split("|") if n.strip()]
        if kind == "label" and (not found[0] or "|" in found[0]):
            self.refuse(f"label is '{found[0]}'; it must be one name (several labels, joined by |, go into a column labels)")
        if len(set(found)) < len(found):
            self.refuse("a label is named twice")
        return found

    def share(self, column):
        try:
            value = float(self.text(column))
        except ValueError:
            value = -1
        if not 0 <= value <= 1:
            self.refuse(f"label {column} is '{self.text(column)}'; allowed are 0 to 1 (a column that is no label begins with #)")
        return value


def _label_kind(columns, path):
    """label, labels or columns."""
    if "path" not in columns:
        raise ClipTableError(f"{path} has no column path; its columns are {', '.join(columns) or 'none'}.")
    if len(set(columns)) < len(columns):
        raise ClipTableError(f"{path} names a column twice: {', '.join(columns)}.")
    others = [c for c in columns if c not in PLACES]
    named = [c for c in others if c in ("label", "labels")]
    if not others:
        raise ClipTableError(f"{path} has no labels; allowed are a column label, a column labels, or a column for every label.")
    if named and len(others) > 1:
        raise ClipTableError(f"{path} has a column {named[0]} and also {', '.join(c for c in others if c != named[0])}: the labels must be told in one way (a column that is not to be read begins with #).")
    return named[0] if named else "columns"


def _targets(rows, kind, columns):
    if kind == "columns":
        labels = [c for c in columns if c not in PLACES]
        return labels, np.array([[int(row.share(c) >= 0.5) for c in labels] for row in rows])
    named = [row.names(kind) for row in rows]
    found = {name for names in named for name in names}
    labels = [name for name in LABELS if name in found] if found <= set(LABELS) else sorted(found)
    return labels, np.array([[int(name in names) for name in labels] for names in named])


def _refuse_duplicates(rows, clips):
    by_file, by_size = defaultdict(list), defaultdict(list)
    for row, clip in zip(rows, clips):
        for other_row, other in by_file[clip.path]:
            if clip.start < (other.end or np.inf) and other.start < (clip.end or np.inf):
                row.refuse(f"the clip of {other_row.place} is here again")
        by_file[clip.path].append((row, clip))
    for path in by_file:
        by_size[os.path.getsize(path)].append(path)
    for paths in by_size.values():
        seen = {}
        for path in paths if len(paths) > 1 else ():
            other = seen.setdefault(model_file.sha256(path), path)
            if other != path:
                by_file[path][0][0].refuse(f"{path} has the content of {other}")


def _keep_actors_whole(path, clips, column):
    places = defaultdict(set)
    for clip in clips:
        if clip.actor:
            # Validation is part of what a model is chosen on, as training is; both must be strangers to the test.
            places[clip.actor].add(getattr(clip, column))
    for actor, found in sorted(places.items()):
        if len(found) > 1:
            raise ClipTableError(f"{path}: actor {actor} is in more than one {column}: {', '.join(n or 'none' for n in sorted(found))}.")
