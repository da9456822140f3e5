"""The door for an unmodified boto3: the service behind HTTP, on this machine only.

    url = http://127.0.0.1:PORT/sagemaker/SECRET
    boto3.client("sagemaker", endpoint_url=url, ...)

Nobody but who knows the secret gets an answer: not another user of this machine, and no page in a
browser, which could reach a port on loopback but cannot read where it leads.
"""

from __future__ import annotations

import hmac
import socketserver
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from hpstudy.sagemaker.answer import Response, Service, refusal, respond
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.shapes import need_botocore, service_model

LOOPBACK = "127.0.0.1"
# The largest legal request has some hundred kB.
_LARGEST = 4 * 2**20


class GuardedService(Service, Protocol):
    """A service with the secret that its address carries."""

    @property
    def secret(self) -> str:
        """The last part of the address."""


class Endpoint(ThreadingHTTPServer):
    """Serves a tuning service on loopback, a thread for each connection; `url` says where.

    port: 0 takes any that is free
    """

    request_queue_size = 128  # twenty clients may come at once
    daemon_threads = True  # a client that keeps its connection open keeps nobody from leaving

    def __init__(self, service: GuardedService, port: int = 0) -> None:
        need_botocore()
        service_model()  # read now, and not while the first client waits
        self.service = service
        try:
            super().__init__((LOOPBACK, port), Handler)
        except (OSError, OverflowError) as error:
            raise EndpointError(
                f"Port {port} on {LOOPBACK} cannot be had ({error}): choose another, or 0 for any"
                " that is free."
            ) from None

    def server_bind(self) -> None:
        """Bind without asking a name server who we are, as HTTPServer would: none may answer."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that hung up in the middle; it knows."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        """The address to give to a client as `endpoint_url`."""
        return f"http://{LOOPBACK}:{self.server_port}/sagemaker/{self.service.secret}"


class EndpointError(Exception):
    """The endpoint cannot open: one sentence with the way out."""


class Handler(BaseHTTPRequestHandler):
    """Answers one connection, which boto3 keeps open for many requests."""

    server: Endpoint
    protocol_version = "HTTP/1.1"
    # Headers and body leave in one packet. In two, the second would wait for the acknowledgement
    # of the first, which the client delays: 40 ms a call.
    wbufsize = 1 << 16
    server_version, sys_version = "hpstudy", ""

    def do_POST(self) -> None:
        """Answer an operation, or refuse whoever does not know the secret."""
        try:
            body = self._read()
            self._check_secret()
        except ServiceError as error:
            self._send(refusal(error))
        else:
            self._send(respond(self.server.service, self.headers.get("X-Amz-Target"), body))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no POST, or no HTTP, and hang up; never with 500, see `answer`."""
        self.close_connection = True
        self.request_version = self.protocol_version
        try:
            self._check_secret()
            raise ServiceError("UnknownOperationException", f"{message}: an operation is a POST.")
        except ServiceError as error:
            self._send(refusal(error))

    def log_message(self, format: str, *arguments: Any) -> None:
        """Keep quiet: the terminal is for the address, and for what goes wrong."""

    def _check_secret(self) -> None:
        known = f"/sagemaker/{self.server.service.secret}".encode()
        path = getattr(self, "path", "").split("?")[0].removesuffix("/")
        if not hmac.compare_digest(path.encode("utf-8", "replace"), known):
            raise ServiceError(
                "AccessDeniedException",
                "The address must end with the secret that hpstudy endpoint printed.",
            )

    def _read(self) -> bytes:
        """Return the request's body; hang up after one whose end cannot be known."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isascii() or not length.isdigit():
            self.close_connection = True
            raise ServiceError("SerializationException", "The request needs a Content-Length.")
        if len(length) > 9 or int(length) > _LARGEST:
            self.close_connection = True
            raise ServiceError(
                "SerializationException", f"The request is larger than {_LARGEST} bytes."
            )
        return self.rfile.read(int(length))

    def _send(self, response: Response) -> None:
        status, headers, body = response
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
