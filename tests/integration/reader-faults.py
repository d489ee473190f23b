#!/usr/bin/python3
# reader-faults.py BUILD [--out DIR] [--language da|en]: a few of the faults at the reader as the cashier sees them, with
# the real programs; tests/till/test-reader-faults.c has them all. Run it on a screen of its own (run-on-a-screen).
import argparse
import gettext
import os
import pathlib
import signal
import sys
import tempfile

from brik_desk import Desk, Missed, wait_for
from brik_screen import Screen, screenshot

TILL = "norre-1"
ALMA, NOAH = "04579A22352680", "72BF9961"


class ReaderFaults:
    def __init__(self, desk, language, out):
        self.desk = desk
        self.out = out
        self.language = language
        self.screen = Screen()
        self.pictures = 0
        self.tr = gettext.translation("brik", desk.build / "po", [language], fallback=language == "en").gettext

    def see(self, name, *texts):
        for text in texts:
            self.screen.wait_for_text(self.tr(text), 20)
        if self.out:
            self.pictures += 1
            screenshot(self.out / f"{self.pictures:02d}-{name}.png")

    def begin(self):
        desk = self.desk
        desk.make_data()
        desk.import_data()
        desk.start_portal()
        desk.start_reader()
        desk.start_till("--language", self.language,
                        "--portal", desk.address, "--code", desk.portal_command("enrol-code", TILL))
        self.screen.wait_for_text("Mette K.", 30)
        self.screen.fill()
        self.screen.press("Mette K.")
        self.screen.wait_for_text(self.tr("Type your PIN"))
        self.screen.type("1234")
        self.screen.key("Return")
        self.see("ready", "Reader ready", "Hold the card to the reader")

    def reader_process(self):
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                if int(stat.read_text().rpartition(")")[2].split()[1]) == self.desk.till.child.pid:
                    return int(stat.parent.name)
            except (OSError, IndexError):
                continue  # it has ended while we looked
        return None

    def run(self):
        self.begin()
        say = self.desk.reader.say

        say("unplug")
        self.see("unplugged", "Reader is missing", "Check that the reader's cable is plugged in.")
        say("plug")
        self.see("plugged-in", "Reader ready")

        self.screen.press("Dagens ret")
        say(f"odd 5 {ALMA}")
        self.see("unreadable", "Chip cannot be read", "Hold the chip still, alone and flat on the reader.")
        say(f"tap {ALMA} {NOAH}")
        self.see("two-chips", "One card at a time")
        self.desk.lift()
        say(f"tap {ALMA}")
        wait_for("the sale", lambda: self.screen.can_be_pressed(self.tr("Undo sale")))
        self.see("sold")

        stopped = wait_for("the reader's process", self.reader_process)
        os.kill(stopped, signal.SIGSTOP)
        wait_for("another reader's process", lambda: self.reader_process() not in (None, stopped), 30)
        self.see("started-again", "Reader ready")
        say("lift")
        say("mute")
        self.see("mute", "Reader does not answer", "Check the reader's power and cable.")
        say("unmute")
        self.see("answers-again", "Reader ready")
        self.desk.till.stop()
        print(self.desk.command(self.desk.program("src/journal/brik-journal"), "verify",
                                str(self.desk.state / "till.db")))


options = argparse.ArgumentParser()
options.add_argument("build")
options.add_argument("--out", type=pathlib.Path)
options.add_argument("--language", default="da", choices=("da", "en"))
arguments = options.parse_args()
if arguments.out:
    arguments.out.mkdir(parents=True, exist_ok=True)

state = tempfile.mkdtemp(prefix="brik-reader-faults-")
the_desk = Desk(pathlib.Path(__file__).resolve().parents[2], pathlib.Path(arguments.build).resolve(), state)
try:
    ReaderFaults(the_desk, arguments.language, arguments.out).run()
except Missed as missed:
    print(f"reader-faults: {missed}", file=sys.stderr)
    the_desk.show_logs()
    sys.exit(1)
finally:
    the_desk.stop()
    the_desk.remove()
