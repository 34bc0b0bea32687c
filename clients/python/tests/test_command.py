"""The command, beside the .NET edge client on the same pictures."""
from __future__ import annotations

import json
import pathlib
import subprocess
import tempfile
import unittest
from typing import Any

from .programs import PYTHON, SAMPLE, dll, free_port, pictures, python, suite

COUNT = 40


class CommandTests(unittest.TestCase):
    port: int
    folder: pathlib.Path

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        # Without loss, so that both clients encode the same pixels.
        pictures(cls.folder / "pictures", COUNT)
        cls.port = free_port()
        cls.enterClassContext(suite(cls.port))

    def test_same_results_as_the_dotnet_client_frame_by_frame(self) -> None:
        theirs = self.folder / "edge.jsonl"
        edge = [*dll("clients/edge", "emotion-edge"), "stream", str(self.folder / "pictures"), "--server", self.server, "--out", str(theirs)]
        subprocess.run(edge, check=True, capture_output=True)
        ran = self.stream(str(self.folder / "pictures"))
        self.assertEqual(ran.returncode, 0, ran.stderr)
        expected, actual = _results(theirs.read_text()), _results(ran.stdout)
        self.assertEqual(list(expected), [str(i) for i in range(1, COUNT + 1)])
        self.assertEqual(list(actual), list(expected))
        compared = 0
        for sequence, result in expected.items():
            persons = result.get("persons", [])
            self.assertEqual([p["trackId"] for p in persons], [p["trackId"] for p in actual[sequence].get("persons", [])])
            for person, other in zip(persons, actual[sequence].get("persons", [])):
                self.assertEqual(person["emotion"].get("label"), other["emotion"].get("label"), sequence)
                for score, other_score in zip(person["emotion"].get("scores", []), other["emotion"].get("scores", [])):
                    self.assertEqual(score["label"], other_score["label"])
                    self.assertAlmostEqual(score.get("probability", 0), other_score.get("probability", 0), delta=1e-3)
                    compared += 1
        self.assertGreater(compared, COUNT)

    def test_a_video_in_real_time_has_one_line_for_each_frame(self) -> None:
        out = self.folder / "video.jsonl"
        ran = self.stream(str(SAMPLE), "--frames", "40", "--max-width", "320", "--keypoints", "--cadence", "10", "--out", str(out))
        self.assertEqual(ran.returncode, 0, ran.stderr)
        lines = [json.loads(line) for line in out.read_text().splitlines()]
        self.assertEqual(sorted(int(next(iter(line.values()))["sequence"]) for line in lines), list(range(1, 41)))
        results = [line["result"] for line in lines if "result" in line]
        self.assertEqual({r["width"] for r in results}, {320})
        self.assertTrue(any(r.get("followed") for r in results))  # what a cadence is for
        self.assertTrue(any(p["keypoints"] for r in results for p in r.get("persons", [])))
        self.assertRegex(ran.stderr, r"40 frames sent, \d+ results, dropped: .*, 0 errors, 0 reconnects, age of results p50 \d+ ms")

    def test_what_is_wrong_is_told_with_an_exit_code_of_its_own(self) -> None:
        broken = self.folder / "broken"
        broken.mkdir()
        (broken / "a.jpg").write_bytes(b"no picture")
        empty = self.folder / "empty"
        empty.mkdir()
        nobody = f"http://127.0.0.1:{free_port()}"
        for arguments, code, sentence in (
            (["nowhere.mp4"], 3, "There is no file or folder 'nowhere.mp4'; allowed are"),
            ([str(empty)], 3, "holds no pictures; allowed are jpg"),
            ([str(broken)], 3, "is not a picture that can be read"),
            ([str(broken / "a.jpg")], 3, "is not a video that can be read"),
            ([str(SAMPLE), "--quality", "101"], 2, "'101' does not fit; it wants a whole number from 1 to 100"),
            ([str(SAMPLE), "--cadence", "0"], 2, "'0' does not fit; it wants a whole number from 1 to 100"),
            ([str(SAMPLE), "--policy", "best"], 2, "invalid choice: 'best'"),
            ([str(SAMPLE), "--server", "localhost"], 2, "allowed are http://HOST:PORT"),
            ([str(SAMPLE), "--out", str(self.folder / "no" / "file")], 2, "No such file or directory"),
            ([str(SAMPLE), "--server", nobody], 4, f"No server answers at {nobody}"),
        ):
            with self.subTest(arguments):
                ran = self.stream(*arguments)
                self.assertEqual(ran.returncode, code, ran.stderr)
                self.assertIn(sentence, ran.stderr)
                self.assertNotIn("Traceback", ran.stderr)

    def test_a_gateway_that_asks_for_tls_and_a_key(self) -> None:
        certificate, key = self.folder / "gateway.crt", self.folder / "gateway.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True,
        )  # fmt: skip
        made = subprocess.run([*dll("services/Gateway", "EmotionGrpc.Gateway"), "key", "new", "--name", "door", "--scopes", "recognize"], check=True, capture_output=True, text=True)
        keys = self.folder / "keys.jsonl"
        keys.write_text(made.stdout)
        # The key itself is told once, beside the line that is kept.
        secret = next(word for word in made.stderr.split() if word.startswith("emo_"))
        port, ready = free_port(), free_port()
        settings = (
            f"--Gateway:Listen=https://127.0.0.1:{port}", f"--Gateway:Tls:Certificate={certificate}", f"--Gateway:Tls:Key={key}", f"--Gateway:ApiKeys={keys}",
            f"--Gateway:Operations=http://127.0.0.1:{ready}",
        )  # fmt: skip
        with suite(ready, *settings):
            arguments = (str(self.folder / "pictures"), "--frames", "5", "--server", f"https://localhost:{port}", "--ca", str(certificate))
            let_in = self.stream(*arguments, EMOTION_API_KEY=secret)
            refused = self.stream(*arguments, EMOTION_API_KEY="emo_wrong")
            not_trusted = self.stream(*arguments[:-2], EMOTION_API_KEY=secret)
        self.assertEqual(let_in.returncode, 0, let_in.stderr)
        self.assertEqual(len(let_in.stdout.splitlines()), 5)
        self.assertEqual(refused.returncode, 1, refused.stderr)
        self.assertIn("UNAUTHENTICATED", refused.stderr)
        self.assertEqual(not_trusted.returncode, 4, not_trusted.stderr)

    def test_help_names_every_exit_code(self) -> None:
        ran = python("-m", "emotion_grpc", "stream", "--help")
        self.assertIn("0 frames were answered, 1 failed, 2 wrong usage, 3 the source cannot be opened, 4 the server", " ".join(ran.stdout.split()))

    def test_the_example_of_the_readme(self) -> None:
        text = (PYTHON / "README.md").read_text()
        code = text.split("```python\n")[1].split("```")[0].replace("http://127.0.0.1:8080", self.server)
        script = self.folder / "example.py"
        script.write_text(code)
        pictures(self.folder / "jpegs", 10, "jpg")
        ran = python(str(script), str(self.folder / "jpegs"))
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertRegex(ran.stdout, r"frame 10, person 1: \w+")

    @property
    def server(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stream(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        server = () if "--server" in arguments else ("--server", self.server)
        return python("-m", "emotion_grpc", "stream", *arguments, *server, **environment)


def _results(lines: str) -> dict[str, Any]:
    return {result["sequence"]: result for result in (json.loads(line)["result"] for line in lines.splitlines())}
