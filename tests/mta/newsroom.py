"""A newsroom for the real-relay test: serves DIR/feed.xml with ETag and Last-Modified, answers conditional requests
with 304, and appends a JSON line for each request to DIR/requests.jsonl. Prints its port."""

import email.utils
import hashlib
import json
import os
import pathlib
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DIR = pathlib.Path(sys.argv[1])


class Newsroom(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/broken.xml":
            return self.answer(503, b"")
        body = (DIR / "feed.xml").read_bytes()
        etag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        date = email.utils.formatdate(os.stat(DIR / "feed.xml").st_mtime, usegmt=True)
        validators = {"ETag": etag, "Last-Modified": date}
        if self.headers.get("If-None-Match") == etag:
            return self.answer(304, None, validators)
        self.answer(200, body, validators | {"Content-Type": "application/rss+xml"})

    def answer(self, status, body, headers=()):
        line = {
            "path": self.path,
            "status": status,
            "if_none_match": self.headers.get("If-None-Match"),
            "if_modified_since": self.headers.get("If-Modified-Since"),
        }
        with open(DIR / "requests.jsonl", "a") as log:
            log.write(json.dumps(line) + "\n")
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args):
        """The JSON lines are the log."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Newsroom)
print(server.server_address[1], flush=True)
server.serve_forever()
