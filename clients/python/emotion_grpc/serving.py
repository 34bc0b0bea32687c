"""What a stream service needs besides its own calls: a server, its health, an orderly end."""
from __future__ import annotations

import asyncio
import signal
from typing import Any, AsyncIterator, Callable

import grpc
import grpc.aio

#: Crops of 256 persons are larger than the 4 MiB that gRPC allows unless told.
MAXIMUM_MESSAGE = 64 * 1024 * 1024

_SERVING = b"\x08\x01"  # grpc.health.v1.HealthCheckResponse { status: SERVING }


class InvalidSample(Exception):
    """A sample that cannot be used; the text says why and what is allowed."""


class _Health(grpc.GenericRpcHandler):
    """grpc.health.v1 of the server as a whole. Its two messages are of one field each, so that no generated code is needed (Debian has no grpcio-health-checking)."""

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        if handler_call_details.method == "/grpc.health.v1.Health/Check":
            return grpc.unary_unary_rpc_method_handler(self._check)
        if handler_call_details.method == "/grpc.health.v1.Health/Watch":
            return grpc.unary_stream_rpc_method_handler(self._watch)
        return None

    async def _check(self, request: bytes, context: Any) -> bytes:
        if request:  # HealthCheckRequest { service: a name }
            await context.abort(grpc.StatusCode.NOT_FOUND, "There is no health of single services; leave the name empty.")
        return _SERVING

    async def _watch(self, request: bytes, context: Any) -> AsyncIterator[bytes]:
        yield _SERVING if not request else b"\x08\x03"  # SERVICE_UNKNOWN
        await asyncio.Event().wait()


async def serve(add: Callable[[grpc.aio.Server], None], address: str, name: str) -> None:
    """Serves until SIGTERM or Ctrl-C; then ends what is in hand within 5 seconds.

    :param add: adds the service, for instance ``lambda server: add_FaceStreamServiceServicer_to_server(service, server)``.
    :param address: where to listen, ``HOST:PORT``.
    :param name: what is served, for the line that says so.
    """
    server = grpc.aio.server(options=[("grpc.max_receive_message_length", MAXIMUM_MESSAGE), ("grpc.so_reuseport", 0)])
    add(server)
    server.add_generic_rpc_handlers((_Health(),))
    if server.add_insecure_port(address) == 0:
        raise SystemExit(f"Cannot listen at {address}; is the port taken?")
    await server.start()
    print(f"{name} at http://{address}", flush=True)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    await server.stop(grace=5)
