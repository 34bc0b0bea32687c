"""Fixed seeds and one thread, so that a command gives the same weights on the same machine."""
import random

import cv2
import numpy as np
import torch


def make_reproducible(seed, threads=1):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    cv2.setNumThreads(threads)
