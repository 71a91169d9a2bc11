"""A relay that is not ours: aiosmtpd on 127.0.0.1:PORT (0 = any), each letter into DIR as NNN.eml, its envelope as
X- headers in front. Prints its port."""

import pathlib
import sys
import time

from aiosmtpd.controller import Controller

DIR, PORT = pathlib.Path(sys.argv[1]), int(sys.argv[2])


class Keep:
    async def handle_DATA(self, server, session, envelope):
        number = len(list(DIR.glob("*.eml"))) + 1
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {','.join(envelope.rcpt_tos)}\r\n"
        whole = head.encode() + envelope.original_content
        (DIR / f"{number:03}.part").write_bytes(whole)
        (DIR / f"{number:03}.part").rename(DIR / f"{number:03}.eml")
        return "250 2.0.0 kept"


class Relay(Controller):
    def _trigger_server(self):
        """The controller knocks at its own door once; with port 0 it has to learn first which door that is."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


controller = Relay(Keep(), hostname="127.0.0.1", port=PORT)
controller.start()
print(controller.port, flush=True)
while True:
    time.sleep(3600)
