"""An upload to a running site."""

import io
import uuid
from http.client import HTTPConnection

from benchmarks.server import HOST
from tests.support.import_desk import Desk

START = "/admin/reforms/batchimport/add/"


def upload(desk: Desk, raw: bytes, name: str = "表.xlsx", **fields: str) -> tuple[int, str]:
    """Send a file; the status, and the address or the page that follows."""
    boundary, body = uuid.uuid4().hex, io.BytesIO()
    for key, value in {"_upload": "1", **fields}.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'
        body.write(f"{head}{value}\r\n".encode())
    head = f'form-data; name="upload-file"; filename="{name}"'
    body.write(f"--{boundary}\r\nContent-Disposition: {head}\r\n\r\n".encode() + raw)
    body.write(f"\r\n--{boundary}--\r\n".encode())
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    http = HTTPConnection(HOST, desk.port, timeout=60)
    http.request("POST", START, body.getvalue(), desk.headers | kind)
    answer = http.getresponse()
    page = answer.read().decode()
    http.close()
    return answer.status, answer.headers.get("Location", page)
