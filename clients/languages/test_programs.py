"""The programs of this folder, built and run with the commands of README.md, beside the Python client on the same pictures. Prints the count that ./check promises."""
from __future__ import annotations

import asyncio
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest
from typing import ClassVar

from emotion.v1 import image_pb2, recognition_pb2
from emotion_grpc import Answer, ClientOptions, DroppedAnswer, EmotionClient, ErrorAnswer, SessionOptions
from tests.programs import ROOT, dll, free_port, pictures, suite

HERE = pathlib.Path(__file__).resolve().parent
README = (HERE / "README.md").read_text()
COUNT, BROKEN = 30, 15  # pictures; one of them is none
_HANGS = 900  # seconds; a cold build on a busy machine takes a few minutes


class Setting:
    """What all tests share."""

    folder: ClassVar[pathlib.Path]
    server: ClassVar[str]
    key: ClassVar[str]
    expected: ClassVar[list[str]]


def setUpModule() -> None:
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    Setting.folder = pathlib.Path(folder.name)
    files = pictures(Setting.folder / "pictures", COUNT, "jpg")
    files[BROKEN - 1].write_bytes(b"no picture")
    made = subprocess.run([*dll("services/Gateway", "EmotionGrpc.Gateway"), "key", "new", "--name", "door", "--scopes", "recognize"], check=True, capture_output=True, text=True)
    keys = Setting.folder / "keys.jsonl"
    keys.write_text(made.stdout)
    Setting.key = next(word for word in made.stderr.split() if word.startswith("emo_"))
    port = free_port()
    serving = suite(port, f"--Gateway:ApiKeys={keys}")
    serving.__enter__()
    unittest.addModuleCleanup(serving.__exit__, None, None, None)
    Setting.server = f"http://127.0.0.1:{port}"
    Setting.expected = asyncio.run(_python(files))


class ProgramTests(unittest.TestCase):
    """The tests of one program; each of the three classes below is a language."""

    section: ClassVar[str]
    source: ClassVar[str]

    @classmethod
    def setUpClass(cls) -> None:
        begin = _processor()
        built = _shell("\n".join([*_commands(README), *_commands(cls._text())[:-1]]))
        print(f"{cls.section}: generated and compiled in {_processor() - begin:.0f} s of a processor", flush=True)
        if built.returncode != 0:
            raise AssertionError(built.stdout + built.stderr)

    def test_every_picture_is_answered_once_as_by_the_python_client(self) -> None:
        ran = self.run_program(Setting.server, Setting.key)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        lines = ran.stdout.splitlines()
        self.assertEqual([_words(line) for line in lines], [_words(line) for line in Setting.expected])
        for line, expected in zip(lines, Setting.expected):
            for probability, other in zip(_probabilities(line), _probabilities(expected)):
                self.assertAlmostEqual(probability, other, delta=2e-3)
        self.assertRegex(lines[-1], rf"^frame {COUNT}, person 1: [a-z]+ 0\.\d{{3}}$")
        self.assertRegex(lines[BROKEN - 1], rf"^frame {BROKEN}: error, .+")

    def test_nobody_listens_is_a_sentence(self) -> None:
        ran = self.run_program(f"http://127.0.0.1:{free_port()}", Setting.key)
        self.assertEqual((ran.returncode, ran.stdout), (1, ""), ran.stderr)
        self.assertRegex(ran.stderr, r"^The session failed: .*[Cc]onnection refused.* \((UNAVAILABLE|Unavailable|status 14)\)\.\n$")

    def test_a_wrong_key_is_a_sentence(self) -> None:
        ran = self.run_program(Setting.server, "emo_wrong")
        self.assertEqual((ran.returncode, ran.stdout), (1, ""), ran.stderr)
        self.assertRegex(ran.stderr, r"^The session failed: .* \((UNAUTHENTICATED|Unauthenticated|status 16)\)\.\n$")

    def test_a_folder_without_pictures_is_a_sentence(self) -> None:
        ran = self.run_program(Setting.server, Setting.key, "nowhere")
        self.assertEqual((ran.returncode, ran.stdout), (1, ""), ran.stderr)
        self.assertRegex(ran.stderr, r"^The folder '.*/nowhere' holds no pictures; allowed are files that end in \.jpg\.\n$")

    def test_the_lines_of_the_readme_are_in_the_source(self) -> None:
        source = textwrap.dedent((HERE / self.source).read_text())
        shown = re.findall(rf"```{pathlib.Path(self.source).parent}\n(.*?)```", self._text(), re.S)
        self.assertTrue(shown)
        for code in shown:
            # The page shows them without the indentation that they have in the source.
            depth = re.search(rf"^(\s*){re.escape(code.splitlines()[0])}$", source, re.M)
            self.assertIsNotNone(depth, code)
            assert depth is not None
            self.assertIn(textwrap.indent(code, depth[1].lstrip("\n")), source)

    def test_the_packages_of_the_readme_are_installed_for_the_tests(self) -> None:
        installed = (ROOT / "emotion").read_text().split()
        named = re.search(r"sudo apt-get install (.*)", self._text())
        assert named is not None
        self.assertEqual([package for package in named[1].split() if package not in installed], [])

    @classmethod
    def _text(cls) -> str:
        return README.split(f"\n## {cls.section}\n")[1].split("\n## ")[0]

    def run_program(self, server: str, key: str, folder: str = "pictures") -> subprocess.CompletedProcess[str]:
        commands = _commands(self._text())
        last = commands[-1].replace("pictures", str(Setting.folder / folder)).replace("http://127.0.0.1:8080", server)
        return _shell("\n".join([*(c for c in commands if c.startswith("export")), last]), EMOTION_API_KEY=key)


class GoTests(ProgramTests):
    section, source = "Go", "go/recognize.go"


class JavaTests(ProgramTests):
    section, source = "Java", "java/Recognize.java"


class CppTests(ProgramTests):
    section, source = "C++", "cpp/recognize.cc"


def load_tests(loader: unittest.TestLoader, *_: object) -> unittest.TestSuite:
    return unittest.TestSuite(loader.loadTestsFromTestCase(language) for language in (GoTests, JavaTests, CppTests))


async def _python(files: list[pathlib.Path]) -> list[str]:
    """What the Python client gets, in the lines that the programs print."""
    options = recognition_pb2.SessionOptions()
    options.time_to_live.FromSeconds(60)
    async with EmotionClient(ClientOptions(Setting.server, api_key=Setting.key)) as client, client.session(SessionOptions(server=options)) as session:

        async def send() -> None:
            start = time.time_ns()
            for number, file in enumerate(files):
                frame = image_pb2.Frame(image=image_pb2.Image(format=image_pb2.IMAGE_FORMAT_JPEG, data=file.read_bytes()))
                frame.capture_time.FromNanoseconds(start + number * 100_000_000)
                await session.send(frame)
            await session.complete()

        sending = asyncio.ensure_future(send())
        lines = [_line(answer) async for answer in session]
        await sending
        return lines


def _line(answer: Answer) -> str:
    if isinstance(answer, ErrorAnswer):
        return f"frame {answer.sequence}: error, {answer.error.message}"
    if isinstance(answer, DroppedAnswer):
        return f"frame {answer.sequence}: dropped, {answer.reason}"
    persons = (
        f", person {p.track_id}:" + "".join(f" {s.label} {s.probability:.3f}" for s in p.emotion.scores if s.label == p.emotion.label) for p in answer.result.persons
    )
    return f"frame {answer.sequence}" + "".join(persons)


def _processor() -> float:
    """Seconds that ended processes of this one have computed."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _words(line: str) -> str:
    return re.sub(r"\d\.\d{3}", "P", line)


def _probabilities(line: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d\.\d{3}", line)]


def _commands(text: str) -> list[str]:
    """The lines of the last block of commands before the next language; the one before it installs packages."""
    blocks = re.findall(r"```bash\n(.*?)```", text.split("\n## ")[0], re.S)
    return [line for line in blocks[-1].splitlines() if line]


def _shell(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # Everything generated goes to a folder that is removed, the build cache of Go too.
    more = {"OUT": str(Setting.folder), "GOCACHE": str(Setting.folder / "go-cache"), **environment}
    return subprocess.run(["bash", "-euc", script], cwd=HERE, env={**os.environ, **more}, capture_output=True, text=True, timeout=_HANGS)


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=1, testRunner=unittest.TextTestRunner(stream=sys.stdout)).result
    failed = len(result.failures) + len(result.errors)
    print(f"{max(0, result.testsRun - failed)} passed, {failed} failed")
    sys.exit(1 if failed or result.testsRun == 0 else 0)
