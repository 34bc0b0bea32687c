"""How a client and a session work; wrong options are refused with a sentence each."""
from __future__ import annotations

import dataclasses
import ipaddress
import os
import urllib.parse
from typing import Any, Iterator, Optional

from emotion.v1 import recognition_pb2

_DAY = 24 * 3600.0


@dataclasses.dataclass(frozen=True)
class ClientOptions:
    """Which server a client talks to, and how."""

    address: str  #: ``http://HOST:PORT`` (HTTP/2 without TLS) or ``https://HOST:PORT``
    api_key: Optional[str] = None  #: a key that the gateway knows; sent as ``x-api-key``
    bearer_token: Optional[str] = None  #: a token that the gateway's issuer signed; sent as ``authorization: Bearer``
    bearer_token_file: Optional[str] = None  #: a file that holds such a token; read at every call, so that it may be renewed in place
    allow_credentials_without_tls: bool = False  #: allows a key or token over ``http`` to another machine, where everybody on the way can read it
    certificate_authority_file: Optional[str] = None  #: PEM file of who may have signed the server's certificate; None: the operating system's authorities
    client_certificate_file: Optional[str] = None  #: PEM file of the certificate to show (mTLS), with ``client_key_file``
    client_key_file: Optional[str] = None
    maximum_message_bytes: int = 32 * 1024 * 1024  #: either way, 1024 bytes to 1 GiB
    connect_timeout: float = 5.0  #: seconds, 0.1 to 600
    keep_alive_interval: float = 20.0  #: seconds between HTTP/2 pings on a quiet connection, 1 to 600

    @property
    def secure(self) -> bool:
        """Whether the address asks for TLS."""
        return self.address.startswith("https://")

    def check(self) -> None:
        """:raises ValueError: an option is wrong; says all that are."""
        _refuse(self._faults())

    def _faults(self) -> Iterator[str]:
        url = urllib.parse.urlsplit(self.address)
        try:
            good = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
        except ValueError:
            good = False
        if not good:
            yield f"address is '{self.address}'; allowed are http://HOST:PORT and https://HOST:PORT."
        credentials = [c for c in (self.api_key, self.bearer_token, self.bearer_token_file) if c is not None]
        if len(credentials) > 1:
            yield "More than one of api_key, bearer_token and bearer_token_file is set; set one of them or none."
        for name in ("api_key", "bearer_token"):
            value = getattr(self, name)
            if value is not None and not (value and all("!" <= c <= "~" for c in value)):
                yield f"{name} is made of visible ASCII characters; this one is not."
        if good and credentials and not self.secure and not _is_loopback(url.hostname or "") and not self.allow_credentials_without_tls:
            yield f"address is '{self.address}' and a key or token is set: it would travel readable. Use https, or set allow_credentials_without_tls."
        if (self.client_certificate_file is None) != (self.client_key_file is None):
            yield "Only one of client_certificate_file and client_key_file is set; set both or none."
        for name in ("bearer_token_file", "certificate_authority_file", "client_certificate_file", "client_key_file"):
            file = getattr(self, name)
            if file is not None and not os.path.isfile(file):
                yield f"{name} is '{file}', which is not a file."
            elif file is not None and name != "bearer_token_file" and good and not self.secure:
                yield f"{name} is set and address is '{self.address}'; certificates need https."
        yield from _between(self, maximum_message_bytes=(1024, 2**30), connect_timeout=(0.1, 600), keep_alive_interval=(1, 600))


@dataclasses.dataclass(frozen=True)
class ReconnectOptions:
    """What a session does when its connection breaks. Times in seconds."""

    maximum_attempts: Optional[int] = 15  #: attempts in a row before the session fails (15: about a minute on average); 0: never reconnect; None: never give up
    retry_opening: bool = False  #: whether the first opening is tried again too; no, so that a wrong address is told at once
    initial_pause: float = 0.2  #: bound of the pause before the first attempt; doubles with each, and the pause is a random part of it
    maximum_pause: float = 10.0  #: largest bound of a pause
    open_timeout: float = 10.0  #: how long the server may take to confirm a session
    healthy_after: float = 5.0  #: a connection that has lived so long was healthy: attempts begin anew after it
    maximum_kept_frames: int = 64  #: written frames kept to be sent again; where there are more, answered ones go first, then the oldest
    maximum_kept_bytes: int = 64 * 1024 * 1024  #: bytes of their pictures
    maximum_resends: int = 3  #: how often one frame is sent again before it is dropped

    def _faults(self) -> Iterator[str]:
        yield from _between(
            self, "reconnect.", maximum_attempts=(0, 2**31 - 1), initial_pause=(0.001, 3600), maximum_pause=(self.initial_pause, 3600), open_timeout=(0.001, 600),
            healthy_after=(0, 3600), maximum_kept_frames=(1, 10_000), maximum_kept_bytes=(1, 4 * 2**30), maximum_resends=(0, 100),
        )  # fmt: skip


@dataclasses.dataclass(frozen=True)
class SessionOptions:
    """How a session shall work, at the server and here. Times in seconds."""

    server: recognition_pb2.SessionOptions = dataclasses.field(default_factory=recognition_pb2.SessionOptions)  #: policy, segments, window, time to live, name, keypoints
    reconnect: ReconnectOptions = ReconnectOptions()
    heartbeat_interval: float = 5.0  #: how often a heartbeat is sent; proxies end streams that are quiet for about 100 s
    heartbeat_timeout: float = 15.0  #: without any message for so long the connection counts as broken
    answer_buffer: int = 256  #: answers that wait for a caller who does not read, before the server is slowed

    def check(self) -> None:
        """:raises ValueError: an option is wrong; says all that are."""
        _refuse([*self._faults(), *self.reconnect._faults()])

    def _faults(self) -> Iterator[str]:
        yield from _between(self, heartbeat_interval=(0.001, 3600), answer_buffer=(1, 1_000_000))
        if not self.heartbeat_interval < self.heartbeat_timeout <= _DAY:
            yield f"heartbeat_timeout is {self.heartbeat_timeout}; allowed is more than heartbeat_interval ({self.heartbeat_interval}), at most {_DAY:g}."


def _between(options: Any, prefix: str = "", **bounds: tuple[float, float]) -> Iterator[str]:
    for name, (least, most) in bounds.items():
        value = getattr(options, name)
        if value is not None and not least <= value <= most:
            yield f"{prefix}{name} is {value}; allowed is {least:g} to {most:g}."


def _refuse(faults: Any) -> None:
    if sentences := list(faults):
        raise ValueError(" ".join(sentences))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
