"""How long exported networks take beside each other."""
import os
import time

import cv2
import numpy as np

from ...onnx_float import read_network


def processor_times(folders, pixels, runs):
    """Milliseconds of processor time for a face on one thread, medians of `runs` runs of every network in turns: unlike the time on a clock they change little when others use the machine."""
    cv2.setNumThreads(1)
    networks = [read_network(os.path.join(folder, "model.onnx")) for folder in folders]
    pictures = [np.zeros((1, 1, size, size), np.float32) for size in pixels]
    spent = [[] for _ in networks]
    # The first runs find their memory and are not counted.
    for counted in [False] * 5 + [True] * runs:
        for network, picture, times in zip(networks, pictures, spent):
            network.setInput(picture)
            started = time.thread_time()
            network.forward("logits")
            if counted:
                times.append(1000 * (time.thread_time() - started))
    return [float(np.median(times)) for times in spent]
