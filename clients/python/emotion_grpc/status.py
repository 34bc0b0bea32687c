"""What a server's status says beside its sentence: google.rpc details, without a package for them (Debian has none)."""
from __future__ import annotations

from typing import Any, Optional, Type

import grpc
import grpc.aio
from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, duration_pb2, message_factory

#: Codes after which another attempt cannot help.
_LASTING = frozenset((
    grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.UNIMPLEMENTED, grpc.StatusCode.PERMISSION_DENIED,
    grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.NOT_FOUND, grpc.StatusCode.OUT_OF_RANGE,
))  # fmt: skip


class EmotionError(Exception):
    """A session or a call has failed; the text is a sentence for people.

    :ivar code: the server's status.
    :ivar reason: google.rpc.ErrorInfo.reason, a word for programs; empty when the server said none.
    :ivar retry_after: google.rpc.RetryInfo, seconds to wait before another attempt.
    """

    def __init__(self, code: grpc.StatusCode, sentence: str, reason: str = "", retry_after: float = 0.0) -> None:
        super().__init__(f"{sentence} ({code.name})")
        self.code, self.sentence, self.reason, self.retry_after = code, sentence, reason, retry_after

    @property
    def passing(self) -> bool:
        """Whether another attempt can help."""
        return self.code not in _LASTING

    @classmethod
    def of(cls, error: grpc.aio.AioRpcError) -> EmotionError:
        """Reads the status of a call that has failed."""
        reason, retry_after = "", 0.0
        status = _Status()
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin":
                status.ParseFromString(value if isinstance(value, bytes) else value.encode("latin-1"))
        for detail in status.details:
            if (info := _unpack(detail, _ErrorInfo)) is not None:
                reason = info.reason
            elif (info := _unpack(detail, _RetryInfo)) is not None:
                retry_after = info.retry_delay.ToTimedelta().total_seconds()
        return cls(error.code(), error.details() or "", reason, retry_after)


def _unpack(detail: any_pb2.Any, kind: Type[Any]) -> Optional[Any]:
    if detail.type_url.rpartition("/")[2] != kind.DESCRIPTOR.full_name:
        return None
    return kind.FromString(detail.value)


def _messages() -> list[Type[Any]]:
    # A pool of their own: a program may have google.rpc of its own too.
    pool = descriptor_pool.DescriptorPool()
    for known in (any_pb2, duration_pb2):
        pool.AddSerializedFile(known.DESCRIPTOR.serialized_pb)
    file = descriptor_pb2.FileDescriptorProto(name="status.proto", package="google.rpc", syntax="proto3", dependency=["google/protobuf/any.proto", "google/protobuf/duration.proto"])
    field = descriptor_pb2.FieldDescriptorProto
    for name, fields in {
        "Status": [("message", 2, field.TYPE_STRING, ""), ("details", 3, field.TYPE_MESSAGE, ".google.protobuf.Any")],
        "ErrorInfo": [("reason", 1, field.TYPE_STRING, "")],
        "RetryInfo": [("retry_delay", 1, field.TYPE_MESSAGE, ".google.protobuf.Duration")],
    }.items():
        message = file.message_type.add(name=name)
        for field_name, number, kind, type_name in fields:
            label = field.LABEL_REPEATED if field_name == "details" else field.LABEL_OPTIONAL
            message.field.add(name=field_name, number=number, type=kind, label=label, type_name=type_name or None)
    pool.AddSerializedFile(file.SerializeToString())
    names = [f"google.rpc.{m.name}" for m in file.message_type]
    if hasattr(message_factory, "GetMessageClass"):  # protobuf 4.22 and later
        return [message_factory.GetMessageClass(pool.FindMessageTypeByName(n)) for n in names]
    factory = message_factory.MessageFactory(pool)
    return [factory.GetPrototype(pool.FindMessageTypeByName(n)) for n in names]


_Status, _ErrorInfo, _RetryInfo = _messages()
