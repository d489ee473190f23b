"""The real programs of one till desk: portal, emulated reader, till. Each runs as its user would run it."""

import os
import pathlib
import random
import select
import shutil
import signal
import socket
import subprocess
import time


# Below those that this machine gives to connections: nobody has taken one by chance while its server was away.
PORTS = range(20000, 30000)
# So long unseen, and at so many looks, a chip is gone for the reader; and a little more.
GONE_S, GONE_LOOKS = 0.45, 4


class Missed(Exception):
    """Something that should have happened did not."""


def wait_for(what, condition, timeout_s=10.0, every_s=0.02):
    """Polls until the condition gives something true; what it gave is returned."""
    deadline = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Missed(f"{what}: not within {timeout_s:g} s")
        time.sleep(every_s)


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port():
    return next(port for port in random.sample(PORTS, len(PORTS)) if is_free(port))


def fake_clock(fake_time):
    """What faketime puts into the environment: run by itself it stays between, and is stopped in the program's place."""
    if not fake_time:
        return {}
    said = subprocess.run(["faketime", "--exclude-monotonic", "-f", fake_time, "env"], capture_output=True, text=True,
                          check=True).stdout
    pairs = [line.split("=", 1) for line in said.splitlines() if "=" in line]
    return {name: value for name, value in pairs
            if name == "LD_PRELOAD" or "FAKE" in name and name != "FAKETIME_SHARED"}


class Program:
    """A child whose output goes to a log that is shown when something is missed."""

    def __init__(self, desk, name, arguments, environment=None, talk=False):
        self.name = name
        self.log = desk.state / f"{name}.log"
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(
                arguments,
                stdin=subprocess.PIPE if talk else subprocess.DEVNULL,
                stdout=subprocess.PIPE if talk else log,
                stderr=log,
                env={**os.environ, **(environment or {})},
            )

    def say(self, line, timeout_s=15.0):
        """What it answers behind its ok."""
        self.child.stdin.write(line.encode() + b"\n")
        self.child.stdin.flush()
        if not select.select([self.child.stdout], [], [], timeout_s)[0]:
            raise Missed(f"{self.name} did not answer to '{line}'")
        word, _, answer = self.child.stdout.readline().decode().strip().partition(" ")
        if word != "ok":
            raise Missed(f"{self.name}: '{line}': {word} {answer}")
        return answer

    def running(self):
        return self.child.poll() is None

    def stop(self, with_signal=signal.SIGTERM):
        if self.running():
            self.child.send_signal(with_signal)
            try:
                self.child.wait(10)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()


class Desk:
    """A portal with demo data, an emulated chip reader and a till, under one directory."""

    def __init__(self, source, build, state):
        self.source = pathlib.Path(source)
        self.build = pathlib.Path(build)
        self.state = pathlib.Path(state)
        self.data = self.state / "municipality"
        self.database = self.state / "portal.db"
        self.reader_link = self.state / "reader"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.portal = self.reader = self.till = None
        self.environment = {
            "BRIK_LIBEXEC_DIR": str(self.build / "src/chip-reader"),
            "BRIK_LOCALE_DIR": str(self.build / "po"),
            "BRIK_DATA_DIR": str(self.build / "data"),
            "GSETTINGS_SCHEMA_DIR": str(self.build / "data"),
            "GSETTINGS_BACKEND": "memory",
            "GSK_RENDERER": "cairo",
            "XDG_DATA_HOME": str(self.state / "share"),
            "LANG": "C.UTF-8",
        }

    def program(self, path):
        return str(self.build / path)

    def command(self, *arguments):
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=300,
                              env={**os.environ, **self.environment})
        if done.returncode != 0:
            raise Missed(f"{' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout.strip()

    def portal_command(self, word, *arguments):
        return self.command(self.program("src/portal/brik-portal"), word, "--database", str(self.database), *arguments)

    def make_data(self):
        self.command(self.program("src/demo/brik-demo-data"), str(self.data))

    def import_data(self):
        self.portal_command("import", str(self.data))

    def book_history(self, *arguments):
        self.command(self.program("src/demo/brik-demo-history"), "--database", str(self.database), *arguments)

    def start_portal(self):
        self.portal = Program(
            self, "portal",
            [self.program("src/portal/brik-portal"), "serve", "--database", str(self.database),
             "--listen", f"127.0.0.1:{self.port}"],
            self.environment)
        wait_for("portal answers", self.portal_answers)

    def portal_answers(self):
        if not self.portal.running():
            raise Missed("the portal stopped")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def start_reader(self):
        self.reader = Program(
            self, "reader",
            [self.program("tests/emulator/brik-pn532-emulator"), "--link", str(self.reader_link)],
            talk=True)
        wait_for("emulated reader", self.reader_link.exists)

    def lift(self):
        """The antenna is empty, and the till has seen it: what is held up next is not taken for what lay there."""
        self.reader.say("lift")
        time.sleep(GONE_S)
        looks = int(self.reader.say("looks"))
        wait_for("the reader looks", lambda: int(self.reader.say("looks")) >= looks + GONE_LOOKS)

    def start_till(self, *arguments, hours_ahead=0, fake_time=None):
        """BRIK_TILL_WRAPPER runs it under a debugger or the like."""
        wrapper = os.environ.get("BRIK_TILL_WRAPPER", "").split()
        if hours_ahead:
            fake_time = f"+{hours_ahead}h"
        self.till = Program(
            self, "till",
            [*wrapper, self.program("src/till/brik-till"), "--ledger", str(self.state / "till.db"),
             "--reader", f"pn532_uart:{self.reader_link}", *arguments],
            {**self.environment, **fake_clock(fake_time)})

    def stop(self):
        for program in (self.till, self.reader, self.portal):
            if program:
                program.stop()

    def show_logs(self):
        for log in sorted(self.state.glob("*.log")):
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
            if lines:
                print(f"--- {log.name}")
                print("\n".join(lines))

    def remove(self):
        shutil.rmtree(self.state, ignore_errors=True)
