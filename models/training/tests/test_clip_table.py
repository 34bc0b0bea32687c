import os
import tempfile
import unittest

from emotion_training.clips.acted import write_table as write_acted
from emotion_training.clips.folds import folds_of, groups_of
from emotion_training.clips.table import ClipTableError, read_clips

from .clip_folder import write_table


class ClipTableTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = self._folder.name
        for name in "abcdef":
            with open(os.path.join(self.folder, name + ".mp4"), "w") as file:
                file.write("clip " + name)

    def read(self, header, *rows):
        return read_clips(write_table(self.folder, rows, header))

    def assert_refused(self, message, header, *rows):
        with self.assertRaisesRegex(ClipTableError, message):
            self.read(header, *rows)

    def test_single_label_in_our_order(self):
        found = self.read(("path", "actor", "label"), ("a.mp4", "1", "fear"), ("b.mp4", "2", "neutral"))
        self.assertEqual((found.labels, found.multi, found.targets.tolist()), (["neutral", "fear"], False, [[0, 1], [1, 0]]))
        self.assertEqual(found.clips[1].path, os.path.join(self.folder, "b.mp4"))

    def test_several_labels_joined(self):
        found = self.read(("path", "split", "labels"), ("a.mp4", "train", "Curiosity|Happiness"), ("b.mp4", "test", ""), ("c.mp4", "test", "Surprise"))
        self.assertEqual((found.labels, found.multi), (["Curiosity", "Happiness", "Surprise"], True))
        self.assertEqual(found.targets.tolist(), [[1, 1, 0], [0, 0, 0], [0, 0, 1]])

    def test_a_column_for_every_label_with_shares_of_raters(self):
        found = self.read(("path", "fold", "start", "end", "peace", "anger", "#valence"), ("a.mp4", "1", "0", "40", "0.5", "0", "7.1"), ("a.mp4", "1", "40", "90", "0.2", "1", "3"))
        self.assertEqual((found.labels, found.multi, found.targets.tolist()), (["peace", "anger"], True, [[1, 0], [0, 1]]))
        self.assertEqual([(c.start, c.end) for c in found.clips], [(0, 40), (40, 90)])

    def test_duplicates_are_refused(self):
        header = ("path", "label")
        self.assert_refused("line 3: the clip of .*line 2 is here again", header, ("a.mp4", "x"), ("./a.mp4", "y"))
        with open(os.path.join(self.folder, "b.mp4"), "w") as file:
            file.write("clip a")
        self.assert_refused("b.mp4 has the content of .*a.mp4", header, ("a.mp4", "x"), ("b.mp4", "y"))
        self.assert_refused("is here again", ("path", "start", "end", "label"), ("a.mp4", "0", "50", "x"), ("a.mp4", "49", "90", "x"))

    def test_actors_stay_in_one_split_and_fold(self):
        self.assert_refused("actor 7 is in more than one split: test, train", ("path", "actor", "split", "label"), ("a.mp4", "7", "train", "x"), ("b.mp4", "7", "test", "y"))
        self.assert_refused("actor 7 is in more than one fold: 1, 2", ("path", "actor", "fold", "label"), ("a.mp4", "7", "1", "x"), ("b.mp4", "7", "2", "y"))

    def test_what_is_wrong_is_said(self):
        for message, header, row in (
                ("no column path", ("file", "label"), ("a.mp4", "x")), ("no labels", ("path", "actor"), ("a.mp4", "1")), ("told in one way", ("path", "label", "joy"), ("a.mp4", "x", "1")),
                ("line 2: there is no file", ("path", "label"), ("z.mp4", "x")), ("label joy is '3'; allowed are 0 to 1", ("path", "joy"), ("a.mp4", "3")),
                ("label is 'x.y'", ("path", "label"), ("a.mp4", "x|y")), ("split is 'dev'; allowed are train", ("path", "split", "label"), ("a.mp4", "dev", "x")),
                ("end is 3; it must lie after start, which is 5", ("path", "start", "end", "label"), ("a.mp4", "5", "3", "x")), ("actor is empty", ("path", "actor", "label"), ("a.mp4", "", "x")),
                ("more or fewer fields", ("path", "label"), ("a.mp4",)), ("named twice", ("path", "labels"), ("a.mp4", "x|x")), ("names a column twice", ("path", "joy", "joy"), ("a.mp4", "1", "0"))):
            with self.subTest(message):
                self.assert_refused(message, header, row)
        self.assert_refused("holds no clip", ("path", "label"))

    def test_folds_leave_actors_out(self):
        found = self.read(("path", "actor", "label"), *((name + ".mp4", actor, "x") for name, actor in zip("abcdef", "112233")))
        folds = folds_of(found)
        self.assertEqual([(name, train.tolist(), test.tolist()) for name, train, test in folds],
                         [("actor 1", [2, 3, 4, 5], [0, 1]), ("actor 2", [0, 1, 4, 5], [2, 3]), ("actor 3", [0, 1, 2, 3], [4, 5])])
        self.assertEqual(groups_of(found).tolist(), list("112233"))

    def test_split_is_one_fold(self):
        found = self.read(("path", "split", "label"), ("a.mp4", "train", "x"), ("b.mp4", "validation", "x"), ("c.mp4", "test", "y"))
        (name, train, test), = folds_of(found)
        self.assertEqual((name, train.tolist(), test.tolist()), ("test", [0, 1], [2]))

    def test_nothing_to_leave_out_is_refused(self):
        with self.assertRaisesRegex(ClipTableError, "nothing can be left out"):
            folds_of(self.read(("path", "actor", "label"), ("a.mp4", "1", "x"), ("b.mp4", "1", "y")))

    def test_acted_clips_get_our_label_names(self):
        clips = os.path.join(self.folder, "acted-clips")
        os.makedirs(clips)
        os.rename(os.path.join(self.folder, "a.mp4"), os.path.join(clips, "01-01-02_01.mp4"))
        with open(os.path.join(clips, "labels.csv"), "w") as file:
            file.write("file,actor,sentence,code,emotion_INFERRED\n01-01-02_01.mp4,01,01,02,sad\n")
        found = read_clips(write_acted(clips, self.folder))
        self.assertEqual((found.labels, found.clips[0].actor), (["sadness"], "01"))
