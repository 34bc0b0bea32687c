"""Training of the models that this repository makes itself: mask-state and body-motion."""

LABELS = ("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear")
