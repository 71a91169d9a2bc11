"""A relay on 127.0.0.1 that takes letters only after a login: NNN.eml into DIR, the login before it as X-Login.

    relay.py DIR USER PASSWORD [PORT]

Prints its port. With the wrong password it says 535; without any, 530."""

import base64
import pathlib
import socketserver
import sys

DIR, USER, PASSWORD = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]


class Talk(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        login = recipient = None
        self.say("220 relay")
        while line := self.rfile.readline():
            word, _, rest = line.decode("ascii", "replace").strip().partition(" ")
            word = word.upper()
            if word in ("EHLO", "HELO"):
                self.wfile.write(b"250-relay\r\n250-8BITMIME\r\n250 AUTH PLAIN\r\n")
            elif word == "AUTH":
                _, user, password = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")
                if (user, password) == (USER, PASSWORD):
                    login = user
                    self.say("235 welcome")
                else:
                    self.say("535 not you")
            elif word == "MAIL":
                self.say("250 ok" if login else "530 log in first")
            elif word == "RCPT":
                recipient = rest
                self.say("250 ok")
            elif word == "DATA":
                self.say("354 go on")
                self.keep(login, recipient)
                self.say("250 kept")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def keep(self, login, recipient):
        letter = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            letter += line
        number = len(list(DIR.glob("*.eml"))) + 1
        head = f"X-Login: {login}\r\nX-Recipient: {recipient}\r\n".encode()
        (DIR / f"{number:03}.part").write_bytes(head + letter)
        (DIR / f"{number:03}.part").rename(DIR / f"{number:03}.eml")


class Relay(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


relay = Relay(("127.0.0.1", int(sys.argv[4]) if len(sys.argv) > 4 else 0), Talk)
print(relay.server_address[1], flush=True)
relay.serve_forever()
