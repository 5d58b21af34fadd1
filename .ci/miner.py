"""An independent Stratum V1 miner: python3 miner.py HOST PORT SHARES [roll] ends with 0 after so many accepted shares.

With "roll" it negotiates version rolling (BIP310) and changes version bits in every share.
"""
import hashlib
import json
import os
import socket
import struct
import sys
import time


def sha256d(data):
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()


class Miner:
    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port), timeout=30)
        self.lines = self.socket.makefile("r", encoding="utf-8")
        self.next_id = 0
        self.difficulty = 1.0
        self.job = None
        self.mask = 0
        self.accepted = 0
        self.submitted = set()

    def call(self, method, *params):
        self.next_id += 1
        request = {"id": self.next_id, "method": method, "params": params}
        self.socket.sendall((json.dumps(request) + "\n").encode())
        return self.next_id

    def receive(self):
        line = self.lines.readline()
        if not line:
            raise SystemExit("the server closed the connection")
        message = json.loads(line)
        if message.get("method") == "mining.set_difficulty":
            self.difficulty = message["params"][0]
        elif message.get("method") == "mining.set_version_mask":
            self.mask = int(message["params"][0], 16)
        elif message.get("method") == "mining.notify":
            self.job = message["params"]
        elif message.get("id") in self.submitted:
            self.submitted.discard(message["id"])
            if message["result"] is True:
                self.accepted += 1
            elif message["error"][0] != 21:
                raise SystemExit(f"share refused: {message['error']}")
        return message

    def reply(self, wanted):
        while True:
            message = self.receive()
            if message.get("id") == wanted:
                if message.get("error"):
                    raise SystemExit(f"refused: {message['error']}")
                return message["result"]

    def pending(self):
        self.socket.setblocking(False)
        try:
            return bool(self.socket.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False
        finally:
            self.socket.settimeout(30)

    def header(self, extranonce2, bits_changed):
        _, previous, coinbase1, coinbase2, branches, version, bits, time_hex, _ = self.job
        root = sha256d(bytes.fromhex(coinbase1 + self.extranonce1 + extranonce2 + coinbase2))
        for branch in branches:
            root = sha256d(root + bytes.fromhex(branch))
        words = bytes.fromhex(previous)
        previous = b"".join(words[i : i + 4][::-1] for i in range(0, 32, 4))
        version = f"{int(version, 16) & ~self.mask | bits_changed:08x}"
        fields = [bytes.fromhex(field)[::-1] for field in (version, time_hex, bits)]
        return fields[0] + previous + root + fields[1] + fields[2]

    def roll(self):
        options = {"version-rolling.mask": "1fffe000", "version-rolling.min-bit-count": 2}
        result = self.reply(self.call("mining.configure", ["version-rolling"], options))
        if result["version-rolling"] is not True:
            raise SystemExit(f"no version rolling: {result}")
        self.mask = int(result["version-rolling.mask"], 16)

    def bits(self, counter):
        bits = self.mask & (counter << 13)
        return bits or self.mask & -self.mask

    def mine(self, worker, wanted, roll):
        if roll:
            self.roll()
        subscription = self.reply(self.call("mining.subscribe", "independent-miner/1.0"))
        _, self.extranonce1, size = subscription
        assert self.reply(self.call("mining.authorize", worker, "x")) is True
        while self.job is None:
            self.receive()
        deadline = time.time() + 180
        counter = int.from_bytes(os.urandom(4), "big")
        while self.accepted < wanted:
            if time.time() > deadline:
                raise SystemExit(f"only {self.accepted} accepted shares in time")
            counter += 1
            extranonce2 = (counter % (1 << (8 * size))).to_bytes(size, "big").hex()
            self.scan(worker, extranonce2)

    def scan(self, worker, extranonce2):
        bits = self.bits(int(extranonce2, 16)) if self.mask else 0
        job, header = self.job, self.header(extranonce2, bits)
        target = int((0xFFFF << 208) / self.difficulty)
        for nonce in range(1 << 20):
            if sha256d(header + struct.pack("<I", nonce))[::-1] <= target.to_bytes(32, "big"):
                rolled = [f"{bits:08x}"] if bits else []
                share = [worker, job[0], extranonce2, job[7], f"{nonce:08x}"] + rolled
                self.submitted.add(self.call("mining.submit", *share))
            if nonce % 1024 == 0:
                while self.pending():
                    self.receive()
                if self.accepted >= int(sys.argv[3]) or job[0] != self.job[0]:
                    return


if __name__ == "__main__":
    miner = Miner(sys.argv[1], int(sys.argv[2]))
    rolling = "roll" in sys.argv[4:]
    miner.mine("bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080.python", int(sys.argv[3]), rolling)
    print(f"independent miner: {miner.accepted} accepted shares{' with rolled versions' if rolling else ''}")
