"""A camera of the network that speaks RTSP: plays a file of H.264 (Annex B) over and over, 10 frames a second, over the connection itself (interleaved TCP).

    rtsp_camera.py FILE PORT
"""
import base64
import itertools
import re
import socketserver
import struct
import sys
import time

LARGEST_PAYLOAD = 1300
CLOCK = 90000
FRAMES_PER_SECOND = 10
SLICES = (1, 5)
SEQUENCE_PARAMETERS, PICTURE_PARAMETERS, FRAGMENT = 7, 8, 28


def kind(unit):
    return unit[0] & 31


def payloads(unit):
    """A unit as RTP carries it (RFC 6184): whole, or in fragments that name their first and last."""
    if len(unit) <= LARGEST_PAYLOAD:
        return [unit]
    parts = [unit[i:i + LARGEST_PAYLOAD] for i in range(1, len(unit), LARGEST_PAYLOAD)]
    return [
        bytes([unit[0] & 0xE0 | FRAGMENT, kind(unit) | (0x80 if i == 0 else 0) | (0x40 if i == len(parts) - 1 else 0)]) + part
        for i, part in enumerate(parts)
    ]


class Camera(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            while request := self.read_request():
                method, url, number = request
                self.answer(method, url, number)
                if method == "PLAY":
                    self.play()
        except OSError:
            pass  # Who looks on goes away without a word.

    def read_request(self):
        """Method, address and number of what is asked; None at the end."""
        lines = []
        while (line := self.rfile.readline()) not in (b"", b"\r\n"):
            lines.append(line.strip().decode())
        if not lines:
            return None
        number = next(line.split(":")[1].strip() for line in lines if line.lower().startswith("cseq:"))
        return *lines[0].split()[:2], number

    def answer(self, method, url, number):
        headers, body = {"CSeq": number, "Session": "1"}, ""
        if method == "OPTIONS":
            headers["Public"] = "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"
        if method == "SETUP":
            headers["Transport"] = "RTP/AVP/TCP;unicast;interleaved=0-1"
        if method == "DESCRIBE":
            sets = [base64.b64encode(next(u for u in self.server.units if kind(u) == k)).decode() for k in (SEQUENCE_PARAMETERS, PICTURE_PARAMETERS)]
            body = "\r\n".join([
                "v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=camera", "c=IN IP4 0.0.0.0", "t=0 0", "m=video 0 RTP/AVP 96", f"a=rtpmap:96 H264/{CLOCK}",
                f"a=fmtp:96 packetization-mode=1;sprop-parameter-sets={','.join(sets)}", "a=control:track1", ""])
            headers |= {"Content-Type": "application/sdp", "Content-Base": f"{url}/", "Content-Length": len(body)}
        self.wfile.write(("RTSP/1.0 200 OK\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()) + "\r\n" + body).encode())

    def play(self):
        number, stamp = itertools.count(), 0
        for unit in itertools.cycle(self.server.units):
            # The first slice of a picture says so by its first bit.
            if kind(unit) in SLICES and unit[1] & 0x80:
                time.sleep(1 / FRAMES_PER_SECOND)
                stamp += CLOCK // FRAMES_PER_SECOND
            parts = payloads(unit)
            for part in parts:
                last = kind(unit) in SLICES and part is parts[-1]
                packet = struct.pack(">BBHII", 0x80, 96 | (0x80 if last else 0), next(number) & 0xFFFF, stamp & 0xFFFFFFFF, 1) + part
                self.wfile.write(b"$\0" + struct.pack(">H", len(packet)) + packet)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def main():
    file, port = sys.argv[1:]
    with open(file, "rb") as video, Server(("127.0.0.1", int(port)), Camera) as server:
        server.units = [unit for unit in re.split(b"\0\0\0?\1", video.read()) if unit]
        server.serve_forever()


if __name__ == "__main__":
    main()
