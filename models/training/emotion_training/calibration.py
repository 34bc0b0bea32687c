"""Temperature scaling (Guo et al., 2017, arXiv 1706.04599)."""
import numpy as np


def cross_entropy(logits, labels):
    shifted = logits - logits.max(1, keepdims=True)
    return float((np.log(np.exp(shifted).sum(1)) - shifted[np.arange(len(labels)), labels]).mean())


def fit_temperature(logits, labels):
    """The temperature in 0.1..20 whose softmax of logits / temperature has the smallest cross-entropy."""
    logits = np.asarray(logits, np.float64)
    low, high = np.log(0.1), np.log(20.0)
    for _ in range(60):
        a, b = low + (high - low) * 0.382, low + (high - low) * 0.618
        if cross_entropy(logits / np.exp(a), labels) < cross_entropy(logits / np.exp(b), labels):
            high = b
        else:
            low = a
    return float(np.exp((low + high) / 2))
