"""Which input size and which width the face network should have: the same short training of each, its validation accuracy, and the time of its file."""
