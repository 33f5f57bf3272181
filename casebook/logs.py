"""Lines for people, or JSON Lines for machines; each names the request that it belongs to.

Nothing in them tells of a person: no client address, no cookie, no account, no query string (it
holds what people search for) and no values of database statements.
"""

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

REQUEST = ContextVar("request", default="-")
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
QUIET = {"healthz", "readyz"}  # asked every few seconds

requests = logging.getLogger("casebook.requests")
queries = logging.getLogger("casebook.queries")


def configuration(as_json: bool) -> dict[str, Any]:
    """logging.config.dictConfig: one handler, warnings by default, requests where machines read."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": "casebook.logs.WithRequest"}},
        "formatters": {
            "line": {
                "format": "{asctime} {levelname} {name} [{request_id}] {message}",
                "style": "{",
            },
            "json": {"()": "casebook.logs.JsonFormatter"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["request"],
                "formatter": "json" if as_json else "line",
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            "django.request": {"level": "ERROR"},  # not a line for every 404
            "reforms": {"level": "INFO"},
            "casebook": {"level": "INFO"},
            "casebook.requests": {"level": "INFO" if as_json else "WARNING"},
        },
    }


class WithRequest(logging.Filter):
    """Give every record the id of the request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = REQUEST.get()
        return True


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; what `extra` gave as `facts` stands beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class RequestLogMiddleware:
    """Name the request, by the proxy's X-Request-ID where it sends one; log it and slow queries."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if SANE.fullmatch(given) else uuid.uuid4().hex
        token, start = REQUEST.set(name), time.perf_counter()
        try:
            with connection.execute_wrapper(log_if_slow):
                response = self.get_response(request)
            response["X-Request-ID"] = name
            self.log(request, response, time.perf_counter() - start)
            return response
        finally:
            REQUEST.reset(token)

    def log(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        """The view's name, not the address: that may hold what somebody searched for."""
        view = request.resolver_match.view_name if request.resolver_match else "-"
        if view in QUIET:
            return
        facts = {
            "method": request.method,
            "view": view,
            "status": response.status_code,
            "ms": round(1000 * seconds, 1),
        }
        requests.info("%(method)s %(view)s %(status)s %(ms)s ms", facts, extra={"facts": facts})


def log_if_slow(execute: Callable, sql: str, params, many: bool, context: dict):
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        milliseconds = 1000 * (time.perf_counter() - start)
        if milliseconds >= settings.SLOW_QUERY_MS:
            facts = {"ms": round(milliseconds, 1), "sql": sql[:2000]}
            queries.warning("slow: %(ms)s ms %(sql)s", facts, extra={"facts": facts})
