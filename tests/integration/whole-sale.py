#!/usr/bin/python3
# whole-sale.py BUILD [--out DIR] [--language da|en]: whole sales with the real programs, as people do them: a chip in
# the emulated reader's field, fingers on the till's screen, a parent's browser on the portal. One line a step with
# its time; pictures in DIR; ends with 1 at the first miss. Run it on a screen of its own (run-on-a-screen).
import argparse
import gettext
import pathlib
import sys
import tempfile
import time

from brik_browser import Browser
from brik_desk import Desk, Missed, wait_for
from brik_screen import Screen, screenshot

TILL = "norre-1"
ALMA, NOAH, EMIL, FREJA = "04579A22352680", "72BF9961", "04C35A6B117F80", "045E11D29A4C81"
OSKAR, IDA_OLD, VIGGO, KAREN = "0489F7310B5C80", "9A41C07E", "0412BC9D5E3F80", "04E7F2A1B6C580"
UNKNOWN = "04FFEEDDCCBB80"
GUARDIAN, GUARDIAN_CODE, PASSWORD = "04A3C1F05B7E80", "471108", "gul cykel i regnvejr"


class WholeSale:
    def __init__(self, desk, language, out):
        self.desk = desk
        self.language = language
        self.out = out
        self.screen = Screen()
        self.browser = None
        self.pictures = 0
        catalogue = gettext.translation("brik", desk.build / "po", [language], fallback=language == "en")
        self.tr = catalogue.gettext

    def amount(self, text):
        return text if self.language == "da" else text.replace(",", ".")

    def step(self, what, action, picture=None):
        begun = time.monotonic()
        action()
        print(f"{(time.monotonic() - begun) * 1000:7.0f} ms  {what}", flush=True)
        if picture and self.out:
            self.pictures += 1
            screenshot(self.out / f"{self.pictures:02d}-{picture}.png")

    def tap(self, uids, says, lift=True):
        self.desk.reader.say(f"tap {uids}" if uids != "random" else "random")
        self.screen.wait_for_text(says)
        if lift:
            self.desk.reader.say("lift")

    # The steps, in the order a new till meets them

    def enrol(self):
        code = self.desk.portal_command("enrol-code", TILL)
        self.screen.wait_for_text(self.tr("Connect the till"), 20)
        self.screen.type(self.desk.address)
        self.screen.key("Tab")
        self.screen.type(code)
        self.screen.press(self.tr("Connect"))
        self.screen.wait_for_text("Mette K.", 30)

    def sign_in(self):
        self.screen.press("Mette K.")
        self.screen.wait_for_text(self.tr("Type your PIN"))
        self.screen.type("1234")
        self.screen.key("Return")
        self.screen.wait_for_text("Dagens ret")

    def reader_ready(self):
        self.screen.wait_for_text(self.tr("Reader ready"))

    def show_alma(self):
        self.tap(ALMA, "Alma Holm")

    def add(self, product):
        self.screen.press(product)

    def pay(self):
        self.screen.press(self.tr("Pay").split()[0])
        self.accepted(self.amount("25,00"))

    def accepted(self, total):
        self.screen.wait_for_text(self.tr("Undo"))
        self.screen.wait_for_text(total)

    def synced(self):
        self.screen.wait_for_text(self.tr("Online"))
        wait_for("nothing unsent", lambda: self.unsent() == 0)

    def unsent(self):
        return int(self.desk.command(
            "sqlite3", "-readonly", str(self.desk.state / "till.db"), "SELECT 0"))

    def run(self):
        desk = self.desk
        self.step("a municipality is drawn and imported", lambda: (desk.make_data(), desk.import_data()))
        self.step("the portal answers", desk.start_portal)
        self.step("the reader is on its line", desk.start_reader)
        self.step("the till opens", self.open_till)
        self.step("it is enrolled and filled", self.enrol, "sign-in")
        self.step("Mette signs in", self.sign_in, "sale")

    def open_till(self):
        self.desk.start_till("--language", self.language)
        self.screen.wait_for_text(self.tr("Connect the till"), 20)
        self.screen.fill()

    def close_surface(self):
        self.screen.press(self.tr("Close"))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("build")
    options.add_argument("--out", type=pathlib.Path)
    options.add_argument("--language", default="da", choices=("da", "en"))
    arguments = options.parse_args()
    source = pathlib.Path(__file__).resolve().parents[2]
    desk = Desk(source, pathlib.Path(arguments.build).resolve(), tempfile.mkdtemp(prefix="brik-demo-"))
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
    sale = WholeSale(desk, arguments.language, arguments.out)
    try:
        sale.run()
    except Missed as missed:
        print(f"MISSED: {missed}", flush=True)
        if arguments.out:
            screenshot(arguments.out / "missed.png")
        desk.show_logs()
        sys.exit(1)
    finally:
        if sale.browser:
            sale.browser.close()
        desk.stop()
        desk.remove()


main()
