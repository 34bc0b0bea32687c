"""Where data, third-party networks, runs and shipped models lie."""
import os

TRAINING = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODELS = os.path.dirname(TRAINING)
RUNS = os.path.join(TRAINING, "runs")


def shared():
    """The folder with data/ and models/npm/: EMOTION_SHARED, else `shared` beside the checkout."""
    return os.environ.get("EMOTION_SHARED") or os.path.join(os.path.dirname(os.path.dirname(MODELS)), "shared")


def add_data_argument(parser):
    parser.add_argument("--data", default=os.path.join(shared(), "data"), help="folder with the data archives")


def add_network_arguments(parser):
    npm = os.path.join(shared(), "models", "npm")
    parser.add_argument("--blazeface", default=os.path.join(npm, "blazeface-front-128.onnx"), help="BlazeFace front, 128 px, NHWC")
    parser.add_argument("--facemesh", default=os.path.join(npm, "facemesh-192.onnx"), help="MediaPipe face mesh, 192 px, NHWC")
