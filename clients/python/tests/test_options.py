"""Wrong options are refused with a sentence that says what is allowed."""
import dataclasses
import unittest

from emotion_grpc import ClientOptions, EmotionClient, ReconnectOptions, SessionOptions


class OptionsTests(unittest.TestCase):
    def test_wrong_client_options_are_named(self) -> None:
        for options, part in (
            (ClientOptions("localhost:8080"), "allowed are http://HOST:PORT"),
            (ClientOptions("http://"), "allowed are http://HOST:PORT"),
            (ClientOptions("http://a:99999"), "allowed are http://HOST:PORT"),
            (ClientOptions("http://10.0.0.7:80", api_key="k"), "Use https"),
            (ClientOptions("http://127.0.0.1:80", api_key="a b"), "api_key"),
            (ClientOptions("https://a", api_key="k", bearer_token="t"), "set one of them or none"),
            (ClientOptions("https://a", client_key_file=__file__), "set both or none"),
            (ClientOptions("https://a", certificate_authority_file="/nowhere"), "'/nowhere', which is not a file"),
            (ClientOptions("http://a", certificate_authority_file=__file__), "certificates need https"),
            (ClientOptions("http://a", connect_timeout=0), "connect_timeout is 0; allowed is 0.1 to 600"),
        ):
            with self.subTest(part), self.assertRaisesRegex(ValueError, part):
                EmotionClient(options)

    def test_wrong_session_options_are_named(self) -> None:
        client = EmotionClient("http://127.0.0.1:8080")
        for options, part in (
            (SessionOptions(answer_buffer=0), "answer_buffer is 0; allowed is 1 to 1e\\+06"),
            (SessionOptions(heartbeat_timeout=5), "more than heartbeat_interval"),
            (SessionOptions(reconnect=ReconnectOptions(maximum_pause=0.1)), "reconnect.maximum_pause is 0.1; allowed is 0.2 to 3600"),
        ):
            with self.subTest(part), self.assertRaisesRegex(ValueError, part):
                client.session(options)

    def test_good_options_pass(self) -> None:
        ClientOptions("https://[::1]:8443", bearer_token="t").check()
        ClientOptions("http://[::1]:8080", api_key="k").check()
        dataclasses.replace(SessionOptions(), reconnect=ReconnectOptions(maximum_attempts=None)).check()
