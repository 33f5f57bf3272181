"""Logs: lines for people, or JSON Lines for machines; each with the id of its request.

They hold no personal data: no client address, cookie or account, no query string (people search
for names), and no parameters of database statements.
"""

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

REQUEST = ContextVar("request", default="-")
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)  # what we accept from a proxy
QUIET = {"healthz", "readyz"}  # views that are requested every few seconds

Result = TypeVar("Result")

requests = logging.getLogger("casebook.requests")
queries = logging.getLogger("casebook.queries")


def configuration(as_json: bool) -> dict[str, Any]:
    """For logging.config.dictConfig: one handler; warnings, and requests too where JSON is on."""
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
    """Adds the id of the current request to every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = REQUEST.get()
        return True


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; the `facts` in its `extra` become keys of their own."""

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
    """Gives each request an id, the X-Request-ID of the proxy if any; logs it and slow queries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sent_id = request.headers.get("X-Request-ID", "")
        request_id = sent_id if REQUEST_ID.fullmatch(sent_id) else uuid.uuid4().hex
        token, start = REQUEST.set(request_id), time.perf_counter()
        try:
            with connection.execute_wrapper(log_if_slow):
                response = self.get_response(request)
            response["X-Request-ID"] = request_id
            self.log(request, response, time.perf_counter() - start)
            return response
        finally:
            REQUEST.reset(token)

    def log(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        """Log the name of the view, not the URL, which may hold what somebody searched for."""
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


def log_if_slow(
    execute: Callable[[str, Any, bool, dict[str, Any]], Result],
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Result:
    """Execute a statement, and log it without its parameters if it took SLOW_QUERY_MS or more."""
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        milliseconds = 1000 * (time.perf_counter() - start)
        if milliseconds >= settings.SLOW_QUERY_MS:
            facts = {"ms": round(milliseconds, 1), "sql": sql[:2000]}
            queries.warning("slow: %(ms)s ms %(sql)s", facts, extra={"facts": facts})
