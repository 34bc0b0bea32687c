"""The backbones that a face network may have, by name."""
from .gray_resnet50 import GrayResNet50
from .mobilenet_v1 import MobileNetV1

KINDS = {"mobilenetv1": MobileNetV1, "resnet50": GrayResNet50}
