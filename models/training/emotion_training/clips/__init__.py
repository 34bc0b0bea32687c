"""Labelled clips of persons: a reader that no data set needs code for, and a cache of the crops that the streams see."""
