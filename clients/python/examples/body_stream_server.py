#!/usr/bin/env python3
"""A body stream in Python: serves models/body-motion in place of the service that ships.

    PYTHONPATH=clients/python python3 clients/python/examples/body_stream_server.py --listen 127.0.0.1:5001
"""
from __future__ import annotations

import argparse
import asyncio
import collections
import json
import pathlib
from typing import Any, AsyncIterator, Iterable

import grpc
import numpy as np
from emotion.v1 import body_stream_pb2 as pb
from emotion.v1 import body_stream_pb2_grpc as rpc
from emotion.v1 import model_pb2, score_pb2
from emotion_grpc.serving import InvalidSample, serve
from network import Network

MODELS = pathlib.Path(__file__).resolve().parents[3] / "models"
MOST, JOINTS, LARGEST = 256, 17, 1e6
LONGEST_GAP = 0.5  # seconds between two samples across which a keypoint is interpolated


class Window:
    """The poses of one track over the last seconds, and what the model sees of them."""

    def __init__(self, frames: int, rate: float, threshold: float) -> None:
        self._ages, self._threshold = np.arange(frames - 1, -1, -1) / rate, threshold
        self._poses: collections.deque[tuple[float, np.ndarray]] = collections.deque()

    def add(self, sample: score_pb2.Sample) -> None:
        moment, pose = _read(sample)
        if self._poses and moment < self._poses[-1][0]:
            raise InvalidSample("capture_time: it goes back; a track's samples come oldest first.")
        self._poses.append((moment, pose))
        while self._poses[0][0] < moment - self._ages[0] - LONGEST_GAP:
            self._poses.popleft()

    def grid(self) -> np.ndarray:
        """The last frames at the model's rate, [frame, joint, (x, y, score)]: linear between two samples that see a keypoint, else zeros."""
        moments, poses = (np.array(part) for part in zip(*self._poses))
        wanted = moments[-1] - self._ages
        after = np.clip(np.searchsorted(moments, wanted - 1e-3), 0, len(moments) - 1)
        before = np.where(np.abs(moments[after] - wanted) <= 1e-3, after, np.maximum(after - 1, 0))
        gap = moments[after] - moments[before]
        share = np.divide(wanted - moments[before], gap, out=np.zeros_like(gap), where=gap > 0)[:, None, None]
        frames = poses[before] + share * (poses[after] - poses[before])
        frames[:, :, 2] = np.minimum(poses[before][:, :, 2], poses[after][:, :, 2])
        seen = (frames[:, :, 2] >= self._threshold) & ((gap <= LONGEST_GAP) & (wanted >= moments[0] - 1e-3))[:, None]
        return np.where(seen[:, :, None], frames, 0).astype(np.float32)


class BodyStream(rpc.BodyStreamServiceServicer):
    """Scores how a person moved over the last seconds."""

    def __init__(self, folder: pathlib.Path) -> None:
        manifest = json.loads((folder / "model.json").read_text())
        self._input, self._network = manifest["input"], Network(folder / manifest["file"])
        self._window = lambda: Window(self._input["clipFrames"], self._input["framesPerSecond"], self._input["scoreThreshold"])
        self._version = model_pb2.ModelVersion(name=f"{manifest['name']}-python", version=manifest["version"], task=manifest["task"])
        self._model = model_pb2.Model(
            version=self._version, labels=manifest["labels"], label_type=model_pb2.LABEL_TYPE_SINGLE, temporal_mode=model_pb2.TEMPORAL_MODE_CLIP, clip_frames=self._input["clipFrames"],
            sample=model_pb2.SampleSpec(keypoints=True, cadence=model_pb2.SAMPLE_CADENCE_FRAME), provider=self._network.provider,
        )  # fmt: skip

    async def GetModel(self, request: pb.BodyStreamServiceGetModelRequest, context: Any) -> pb.BodyStreamServiceGetModelResponse:
        return pb.BodyStreamServiceGetModelResponse(model=self._model)

    async def Score(self, request: pb.BodyStreamServiceScoreRequest, context: Any) -> pb.BodyStreamServiceScoreResponse:
        if not 1 <= len(request.clips) <= MOST:
            code = grpc.StatusCode.RESOURCE_EXHAUSTED if request.clips else grpc.StatusCode.INVALID_ARGUMENT
            await context.abort(code, f"The request has {len(request.clips)} clips; 1 to {MOST} are allowed.")
        asked: list[tuple[score_pb2.Sample, Any]] = []
        for i, clip in enumerate(request.clips):
            window = self._window()
            try:
                if not clip.samples:
                    raise InvalidSample("samples: there are none; a clip has at least one.")
                for sample in filter(lambda s: s.keypoints, clip.samples):
                    window.add(sample)
            except InvalidSample as e:
                await context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"clips[{i}].{e}")
            asked.append((clip.samples[-1], window.grid() if clip.samples[-1].keypoints else None))
        return pb.BodyStreamServiceScoreResponse(scores=await self._score(asked), model=self._version)

    async def StreamScore(self, requests: AsyncIterator[Any], context: Any) -> AsyncIterator[pb.BodyStreamServiceStreamScoreResponse]:
        windows: dict[int, Window] = collections.defaultdict(self._window)
        async for request in requests:
            if len(request.samples) > MOST:
                await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, f"The request has {len(request.samples)} samples; {MOST} are allowed.")
            asked: list[tuple[score_pb2.Sample, Any]] = []
            for i, sample in enumerate(request.samples):
                try:
                    if any(sample.track_id == earlier.track_id for earlier in request.samples[:i]):
                        raise InvalidSample(f"Track {sample.track_id} has an earlier sample in this request; one is allowed.")
                    if sample.keypoints:
                        windows[sample.track_id].add(sample)
                    asked.append((sample, windows[sample.track_id].grid() if sample.keypoints else None))
                except InvalidSample as e:
                    asked.append((sample, e))
            for track in request.ended_track_ids:
                windows.pop(track, None)
            # No state is handed out: a session that goes on elsewhere warms up again.
            yield pb.BodyStreamServiceStreamScoreResponse(scores=await self._score(asked), model=self._version)

    async def _score(self, asked: Iterable[tuple[score_pb2.Sample, Any]]) -> list[score_pb2.Score]:
        scores, ready = [], []
        for sample, grid in asked:
            scores.append(score := score_pb2.Score(track_id=sample.track_id, sequence=sample.sequence))
            if isinstance(grid, InvalidSample):
                score.absence.reason, score.absence.detail = score_pb2.ABSENCE_REASON_INVALID_SAMPLE, str(grid)
            elif grid is None:
                score.absence.reason, score.absence.detail = score_pb2.ABSENCE_REASON_NOT_FOUND, "The sample has no keypoints."
            elif (filled := int(grid[:, :, 2].any(axis=1).sum())) < self._input["minimumFrames"]:
                score.absence.reason, score.absence.detail = score_pb2.ABSENCE_REASON_WARMING_UP, f"{filled} of {self._input['minimumFrames']} frames seen"
            else:
                ready.append((score, grid))
        if ready:
            # In a thread: other sessions go on meanwhile.
            outputs = await asyncio.to_thread(self._network, np.stack([grid for _, grid in ready]))
            for (score, _), logits in zip(ready, outputs["logits"]):
                score.logits.values.extend(logits.tolist())
        return scores


def _read(sample: score_pb2.Sample) -> tuple[float, np.ndarray]:
    if not sample.HasField("capture_time"):
        raise InvalidSample("capture_time: there is none; movement cannot be told without it.")
    if [k.name for k in sample.keypoints] != list(range(1, JOINTS + 1)):
        raise InvalidSample(f"keypoints: send all {JOINTS} in the order of KeypointName, or none.")
    pose = np.array([(k.x, k.y, k.score) for k in sample.keypoints])
    if not ((abs(pose[:, :2]) <= LARGEST) & (pose[:, 2:] >= 0) & (pose[:, 2:] <= 1)).all():
        raise InvalidSample("keypoints: x and y must be pixels up to a million, score a number from 0 to 1.")
    return sample.capture_time.seconds + sample.capture_time.nanos / 1e9, pose


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Serves a model of movement as a body stream.")
    parser.add_argument("--listen", default="127.0.0.1:5001", help="HOST:PORT (default %(default)s)")
    parser.add_argument("--model", type=pathlib.Path, default=MODELS / "body-motion", help="folder with model.json (default models/body-motion)")
    options = parser.parse_args()
    service = BodyStream(options.model)
    asyncio.run(serve(lambda server: rpc.add_BodyStreamServiceServicer_to_server(service, server), options.listen, "body stream"))
