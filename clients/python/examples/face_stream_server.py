#!/usr/bin/env python3
"""A face stream in Python: serves models/face-tsn in place of the service that ships.

    PYTHONPATH=clients/python python3 clients/python/examples/face_stream_server.py --listen 127.0.0.1:5000
"""
from __future__ import annotations

import argparse
import asyncio
import json
import pathlib
import time
from typing import Any, AsyncIterator, Sequence

import cv2
import grpc
import numpy as np
from emotion.v1 import face_stream_pb2 as pb
from emotion.v1 import face_stream_pb2_grpc as rpc
from emotion.v1 import image_pb2, model_pb2, person_pb2, score_pb2
from emotion_grpc.serving import InvalidSample, serve
from network import Network

MODELS = pathlib.Path(__file__).resolve().parents[3] / "models"
MOST = 256


class FaceStream(rpc.FaceStreamServiceServicer):
    """Scores every face alone, as TSN's shared network does (arXiv 2302.10021, section 3); the consensus over time is Fusion's."""

    def __init__(self, folder: pathlib.Path) -> None:
        manifest = json.loads((folder / "model.json").read_text())
        self._input, self._network = manifest["input"], Network(folder / manifest["file"])
        self._unknown_below = manifest["maskUnknownBelow"]
        self._version = model_pb2.ModelVersion(name=f"{manifest['name']}-python", version=manifest["version"], task=manifest["task"])
        crop = person_pb2.CropSpec(
            kind=person_pb2.CROP_KIND_FACE, width=self._input["width"], height=self._input["height"], format=image_pb2.IMAGE_FORMAT_BGR24, margin=self._input["margin"]
        )
        self._model = model_pb2.Model(
            version=self._version, labels=manifest["labels"], label_type=model_pb2.LABEL_TYPE_SINGLE, temporal_mode=model_pb2.TEMPORAL_MODE_PER_FRAME,
            sample=model_pb2.SampleSpec(crop=crop, cadence=model_pb2.SAMPLE_CADENCE_SEGMENT), provider=self._network.provider,
        )  # fmt: skip

    async def GetModel(self, request: pb.FaceStreamServiceGetModelRequest, context: Any) -> pb.FaceStreamServiceGetModelResponse:
        return pb.FaceStreamServiceGetModelResponse(model=self._model)

    async def Score(self, request: pb.FaceStreamServiceScoreRequest, context: Any) -> pb.FaceStreamServiceScoreResponse:
        if not request.clips:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"The request has no clips; 1 to {MOST} are allowed.")
        if len(request.clips) > MOST:
            await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, f"The request has {len(request.clips)} clips; {MOST} are allowed.")
        for i, clip in enumerate(request.clips):
            if len(clip.samples) != 1:
                await context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"clips[{i}] has {len(clip.samples)} samples; the model takes 1.")
        begin = time.perf_counter()
        scores = await self._score([clip.samples[0] for clip in request.clips], request.explain)
        for i, score in enumerate(scores):
            if score.absence.reason == score_pb2.ABSENCE_REASON_INVALID_SAMPLE:
                await context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"clips[{i}]: {score.absence.detail}")
        return pb.FaceStreamServiceScoreResponse(scores=scores, model=self._version, times=[_time(begin)])

    async def StreamScore(
        self, requests: AsyncIterator[pb.FaceStreamServiceStreamScoreRequest], context: Any
    ) -> AsyncIterator[pb.FaceStreamServiceStreamScoreResponse]:
        async for request in requests:
            if len(request.samples) > MOST:
                await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, f"The request has {len(request.samples)} samples; {MOST} are allowed.")
            begin = time.perf_counter()
            scores = await self._score(request.samples, request.explain)
            seen: set[int] = set()
            for i, sample in enumerate(request.samples):
                if sample.track_id in seen:
                    scores[i] = _absent(sample, score_pb2.ABSENCE_REASON_INVALID_SAMPLE, f"Track {sample.track_id} has an earlier sample in this request; one is allowed.")
                seen.add(sample.track_id)
            # Nothing is remembered of a track: there is no state to hand out, and nothing to forget.
            yield pb.FaceStreamServiceStreamScoreResponse(scores=scores, model=self._version, times=[_time(begin)])

    async def _score(self, samples: Sequence[score_pb2.Sample], explain: bool) -> list[score_pb2.Score]:
        scores = [score_pb2.Score(track_id=s.track_id, sequence=s.sequence) for s in samples]
        faces, places = [], []
        for i, sample in enumerate(samples):
            try:
                if not sample.HasField("crop"):
                    scores[i] = _absent(sample, score_pb2.ABSENCE_REASON_NOT_FOUND, "The sample has no crop.")
                    continue
                faces.append(self._read(sample.crop))
                places.append(i)
            except InvalidSample as e:
                scores[i] = _absent(sample, score_pb2.ABSENCE_REASON_INVALID_SAMPLE, str(e))
        if not faces:
            return scores
        # In a thread: other sessions go on meanwhile.
        outputs = await asyncio.to_thread(self._network, np.stack(faces))
        for n, i in enumerate(places):
            scores[i].logits.values.extend(outputs["logits"][n].tolist())
            without, under = outputs["mask_logits"][n].tolist()
            probability = 1 / (1 + np.exp(without - under))
            unknown = max(probability, 1 - probability) < self._unknown_below
            state = person_pb2.MASK_STATE_UNKNOWN if unknown else person_pb2.MASK_STATE_WITH if probability >= 0.5 else person_pb2.MASK_STATE_WITHOUT
            scores[i].mask.CopyFrom(person_pb2.Mask(state=state, probability=probability))
            if explain:
                maps = outputs["activation"][n]
                scores[i].activations.CopyFrom(score_pb2.Activations(width=maps.shape[2], height=maps.shape[1], values=maps.ravel().tolist()))
        return scores

    def _read(self, crop: image_pb2.Image) -> np.ndarray:
        width, height = self._input["width"], self._input["height"]
        if crop.format in (image_pb2.IMAGE_FORMAT_BGR24, image_pb2.IMAGE_FORMAT_RGB24):
            if len(crop.data) != 3 * crop.width * crop.height or not crop.data:
                raise InvalidSample(f"crop: {len(crop.data)} bytes are not 3 x {crop.width} x {crop.height}.")
            pixels = np.frombuffer(crop.data, np.uint8).reshape(crop.height, crop.width, 3)
            if crop.format == image_pb2.IMAGE_FORMAT_RGB24:
                pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
        elif crop.format in (image_pb2.IMAGE_FORMAT_JPEG, image_pb2.IMAGE_FORMAT_PNG):
            pixels = cv2.imdecode(np.frombuffer(crop.data, np.uint8), cv2.IMREAD_COLOR) if crop.data else None
            if pixels is None:
                raise InvalidSample("crop: the bytes are not a picture.")
        else:
            raise InvalidSample(f"crop: the format {crop.format} is none of JPEG, PNG, RGB24, BGR24.")
        if pixels.shape[:2] != (height, width):
            raise InvalidSample(f"crop: it is {pixels.shape[1]}x{pixels.shape[0]} pixels; the model wants {width}x{height}.")
        gray = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.float32)
        return ((gray - self._input["mean"][0]) / self._input["deviation"][0])[None]


def _absent(sample: score_pb2.Sample, reason: Any, detail: str) -> score_pb2.Score:
    return score_pb2.Score(track_id=sample.track_id, sequence=sample.sequence, absence=score_pb2.Absence(reason=reason, detail=detail))


def _time(begin: float) -> model_pb2.StageTime:
    return model_pb2.StageTime(stage="face-stream", milliseconds=1000 * (time.perf_counter() - begin))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Serves a face model as a face stream.")
    parser.add_argument("--listen", default="127.0.0.1:5000", help="HOST:PORT (default %(default)s)")
    parser.add_argument("--model", type=pathlib.Path, default=MODELS / "face-tsn", help="folder with model.json (default models/face-tsn)")
    options = parser.parse_args()
    service = FaceStream(options.model)
    asyncio.run(serve(lambda server: rpc.add_FaceStreamServiceServicer_to_server(service, server), options.listen, "face stream"))
