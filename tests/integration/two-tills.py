#!/usr/bin/python3
# two-tills.py BUILD [--out DIR]: a second till program on the same ledger, whatever the first one does: it says so and
# stops; killed, the first one leaves nothing in the way. Run it on a screen of its own (run-on-a-screen).
import argparse
import gettext
import pathlib
import signal
import sys
import tempfile

from brik_desk import Desk, Missed, Program, wait_for
from brik_screen import Screen, screenshot

TILL = "norre-1"
ALMA, NOAH = "04579A22352680", "72BF9961"


class TwoTills:
    def __init__(self, desk, out):
        self.desk = desk
        self.out = out
        self.pictures = 0
        self.others = []

    def words(self, language):
        return gettext.translation("brik", self.desk.build / "po", [language], fallback=language == "en").gettext

    def picture(self, name):
        if self.out:
            self.pictures += 1
            screenshot(self.out / f"{self.pictures:02d}-{name}.png")

    def start(self, language, *arguments):
        """A till program, and its screen."""
        first = self.desk.till
        self.desk.start_till("--language", language, *arguments)
        till = self.desk.till
        if first:
            self.desk.till = first
            self.others.append(till)
        screen = Screen(process=till.child.pid)
        wait_for("the till's window", screen.root, 20)
        return till, screen

    def sign_in(self, screen, tr):
        screen.press("Mette K.")
        screen.wait_for_text(tr("Type your PIN"))
        screen.type("1234")
        screen.key("Return")
        screen.wait_for_text(tr("Reader ready"))

    def sell(self, screen, tr, chip):
        screen.press("Dagens ret")
        self.desk.reader.say(f"tap {chip}")
        wait_for("the sale", lambda: screen.can_be_pressed(tr("Undo sale")))
        self.desk.lift()

    def readers(self, till):
        """How many chip readers a till has started."""
        return sum(1 for stat in pathlib.Path("/proc").glob("[0-9]*/stat")
                   if self.parent(stat) == till.child.pid)

    @staticmethod
    def parent(stat):
        try:
            return int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            return None  # it has ended while we looked

    def run(self):
        desk = self.desk
        danish, english = self.words("da"), self.words("en")
        desk.make_data()
        desk.import_data()
        desk.start_portal()
        desk.start_reader()
        code = desk.portal_command("enrol-code", TILL)
        first, screen = self.start("da", "--portal", desk.address, "--code", code)
        screen.wait_for_text("Mette K.", 30)
        screen.fill()
        self.sign_in(screen, danish)
        self.sell(screen, danish, ALMA)

        for language, tr in (("da", danish), ("en", english)):
            other, second = self.start(language)
            second.wait_for_text(tr("The till is already open"))
            second.wait_for_text(tr("Another till program uses this ledger. Close it first."))
            self.picture(f"already-open-{language}")
            if self.readers(other):
                raise Missed("the second till has started a reader")
            if language == "da":
                other.stop()

        first.child.send_signal(signal.SIGSTOP)
        second.press(english("Try again"))
        second.wait_for_text(english("The till is already open"))
        first.child.kill()
        first.child.wait()
        second.press(english("Try again"))
        second.wait_for_text("Mette K.", 20)
        second.fill()
        self.sign_in(second, english)
        second.wait_for_text(english("The till was interrupted. This sale went through:"))
        self.picture("after-the-first-was-killed")
        second.press_on_surface(english("Next"))
        self.sell(second, english, NOAH)
        other.stop()
        said = desk.command(desk.program("src/journal/brik-journal"), "verify", str(desk.state / "till.db"))
        print(said)

    def stop(self):
        for till in self.others:
            till.stop(signal.SIGKILL)


options = argparse.ArgumentParser()
options.add_argument("build")
options.add_argument("--out", type=pathlib.Path)
arguments = options.parse_args()
if arguments.out:
    arguments.out.mkdir(parents=True, exist_ok=True)

state = tempfile.mkdtemp(prefix="brik-two-tills-")
the_desk = Desk(pathlib.Path(__file__).resolve().parents[2], pathlib.Path(arguments.build).resolve(), state)
test = TwoTills(the_desk, arguments.out)
try:
    test.run()
except Missed as missed:
    print(f"two-tills: {missed}", file=sys.stderr)
    the_desk.show_logs()
    sys.exit(1)
finally:
    test.stop()
    the_desk.stop()
    the_desk.remove()
