"""A connection to the suite."""
from __future__ import annotations

import pathlib
import ssl
import urllib.parse
from typing import Optional, Sequence, Union

import grpc
import grpc.aio
from emotion.v1 import recognition_pb2_grpc

from .options import ClientOptions, SessionOptions
from .session import EmotionSession


class EmotionClient:
    """Talks to one server. Use it as ``async with EmotionClient("http://127.0.0.1:8080") as client``; one client serves any number of sessions."""

    def __init__(self, options: Union[str, ClientOptions]) -> None:
        """:param options: an address, or more.

        :raises ValueError: an option is wrong; the sentence says which and what is allowed.
        """
        self._options = ClientOptions(options) if isinstance(options, str) else options
        self._options.check()
        self._channel: Optional[grpc.aio.Channel] = None

    @property
    def recognition(self) -> recognition_pb2_grpc.RecognitionServiceStub:
        """The calls of RecognitionService themselves; give them :attr:`metadata`."""
        return recognition_pb2_grpc.RecognitionServiceStub(self._open_channel())

    @property
    def metadata(self) -> Sequence[tuple[str, str]]:
        """The key or token that calls carry."""
        options = self._options
        if options.api_key is not None:
            return (("x-api-key", options.api_key),)
        token = options.bearer_token
        if options.bearer_token_file is not None:
            token = pathlib.Path(options.bearer_token_file).read_text().strip()
        return () if token is None else (("authorization", f"Bearer {token}"),)

    def session(self, options: Optional[SessionOptions] = None) -> EmotionSession:
        """A live session, opened by ``async with``, which raises :class:`EmotionError` when the server cannot be reached or refuses."""
        return EmotionSession(lambda: self.recognition.Recognize(metadata=self.metadata), options or SessionOptions())

    async def close(self) -> None:
        """Closes the connection."""
        if self._channel is not None:
            await self._channel.close()
            self._channel = None

    async def __aenter__(self) -> EmotionClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _open_channel(self) -> grpc.aio.Channel:
        if self._channel is None:
            options, url = self._options, urllib.parse.urlsplit(self._options.address)
            host = url.netloc.rpartition("@")[2]
            target = host if url.port else f"{host}:{443 if options.secure else 80}"
            arguments = [
                ("grpc.max_send_message_length", options.maximum_message_bytes),
                ("grpc.max_receive_message_length", options.maximum_message_bytes),
                ("grpc.keepalive_time_ms", int(1000 * options.keep_alive_interval)),
                ("grpc.keepalive_timeout_ms", int(1000 * options.keep_alive_interval)),
                # The session has its own pauses; the channel's of up to two minutes would lie on top of them.
                ("grpc.initial_reconnect_backoff_ms", 100),
                ("grpc.max_reconnect_backoff_ms", 1000),
                ("grpc.min_reconnect_backoff_ms", int(1000 * options.connect_timeout)),
            ]
            if options.secure:
                self._channel = grpc.aio.secure_channel(target, self._credentials(), arguments)
            else:
                self._channel = grpc.aio.insecure_channel(target, arguments)
        return self._channel

    def _credentials(self) -> grpc.ChannelCredentials:
        def read(file: Optional[str]) -> Optional[bytes]:
            return None if file is None else pathlib.Path(file).read_bytes()

        options = self._options
        authorities = read(options.certificate_authority_file or ssl.get_default_verify_paths().cafile)
        return grpc.ssl_channel_credentials(authorities, read(options.client_key_file), read(options.client_certificate_file))
