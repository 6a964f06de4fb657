import unittest

import fixture  # noqa: F401  (sets the path)
from doctools.masks import mask


class Masks(unittest.TestCase):
    CASES = {
        "listening on 127.0.0.1:49152": "listening on 127.0.0.1:PORT",
        "[::1]:49152 and localhost:34567": "[::1]:PORT and localhost:PORT",
        "ws://127.0.0.1:49152/x": "ws://127.0.0.1:PORT/x",
        "port 49152, port=49152": "port PORT, port=PORT",
        "pid 12, tid=13": "pid PID, tid=PID",
        "took 1.25 ms or 0.3s": "took TIME ms or TIME s",
        "seconds=0.51 msgs_per_s=1e+06 mb_per_s=3.0": "seconds=N msgs_per_s=N mb_per_s=N",
        "at 0x7ffd1c2b3a40": "at 0xHEX",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==": "Sec-WebSocket-Key: KEY",
        "on 2026-01-31T12:00:00.5Z": "on DATE",
        "in /tmp/netladder.Ab3/trace.json": "in /tmp/NAME",
    }
    KEPT = [
        "127.0.0.1:9",
        "a deadline of 100 ms",
        "0x81",
        "fd 5",
        "HTTP/1.1 101",
        "50 clients",
        "port 80",
    ]

    def test_masks_what_changes_from_run_to_run(self):
        for text, masked in self.CASES.items():
            self.assertEqual(mask(text), masked)

    def test_masking_twice_changes_nothing_more(self):
        for masked in self.CASES.values():
            self.assertEqual(mask(masked), masked)

    def test_keeps_what_a_program_was_told(self):
        for text in self.KEPT:
            self.assertEqual(mask(text), text)


if __name__ == "__main__":
    unittest.main()
