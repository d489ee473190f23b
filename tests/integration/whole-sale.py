#!/usr/bin/python3
# whole-sale.py BUILD [--out DIR] [--language da|en]: whole sales with the real programs, as people do them: a chip in
# the emulated reader's field, fingers on the till's screen, a parent's browser on the portal. One line a step with
# its time; pictures in DIR; ends with 1 at the first miss. Run it on a screen of its own (run-on-a-screen).
import argparse
import datetime
import gettext
import pathlib
import re
import sys
import tempfile
import time
import zoneinfo

from brik_browser import Browser
from brik_desk import Desk, Missed, wait_for
from brik_screen import Screen, screenshot

TILL = "norre-1"
ALMA, NOAH, EMIL, FREJA = "04579A22352680", "72BF9961", "04C35A6B117F80", "045E11D29A4C81"
OSKAR, IDA_OLD, VIGGO, KAREN = "0489F7310B5C80", "9A41C07E", "0412BC9D5E3F80", "04E7F2A1B6C580"
IDA = "04D1A94E77B280"
# GTK 4.8 says the first of these when it takes list rows with bindings down, and the second where no window manager
# moves the focus.
GTKS_OWN = re.compile(r"g_object_weak_unref: couldn't find weak ref|GtkText - did not receive a focus-out event")
COMPLAINT = re.compile(r"(WARNING|CRITICAL|ERROR) \*\*|Sanitizer|runtime error:")
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
        self.trn = catalogue.ngettext
        self.words = catalogue.pgettext

    def kroner(self, text):
        return text if self.language == "da" else text.replace(",", ".")

    def step(self, what, action, picture=None):
        begun = time.monotonic()
        action()
        print(f"{(time.monotonic() - begun) * 1000:7.0f} ms  {what}", flush=True)
        if picture and self.out:
            self.pictures += 1
            path = self.out / f"{self.pictures:02d}-{picture}.png"
            if picture.startswith("portal"):
                self.browser.screenshot(path)
            else:
                time.sleep(0.3)
                screenshot(path)

    def run(self):
        desk = self.desk
        self.step("a municipality is drawn and imported", lambda: (desk.make_data(), desk.import_data()))
        self.step("some weeks of history are booked", desk.book_history)
        self.step("the portal answers", desk.start_portal)
        self.step("the reader is on its line", desk.start_reader)
        self.step("the till opens", self.open_till, "connect")
        self.step("it is enrolled and filled", self.enrol, "sign-in")
        self.step("Mette signs in", self.sign_in, "ready")
        self.sales()
        self.parent()
        self.fast_mode()
        self.wrong_hands()
        self.refusals()
        self.without_network()
        self.step("nothing is left unsent", self.synced)
        self.step("the books are in order", lambda: desk.portal_command("audit"))
        self.step("the journal is intact", self.verify_journal)
        self.step("three days later, still without a portal, the till opens", self.open_three_days_later, "date")
        self.step("the cashier says that it is so", self.say_the_date)
        self.refuse("data too old", ALMA, "Offline for too long", ("Dagens ret",))
        self.step("no program had anything to complain of", self.read_logs)

    # The till, from its first start

    def open_till(self):
        self.desk.start_till("--language", self.language)
        self.screen.wait_for_text(self.tr("Connect the till"), 20)
        self.screen.fill()

    def enrol(self):
        code = self.desk.portal_command("enrol-code", TILL)
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
        self.screen.wait_for_text(self.tr("Reader ready"))

    # What hands do

    def tap(self, chips, says):
        self.desk.reader.say(chips if chips == "random" else f"tap {chips}")
        self.screen.wait_for_text(says)
        self.desk.lift()

    def add(self, *products):
        for product in products:
            self.screen.press(product)

    def pay(self, total):
        self.screen.press(self.tr("Pay %s by card") % self.kroner(total))
        self.accepted(total)

    def press_on_surface(self, button):
        self.screen.press_on_surface(self.tr(button))

    def accepted(self, total):
        self.screen.wait_for_text(self.tr("Next"))
        self.screen.wait_for_text(self.kroner(total))

    def go_on(self):
        self.press_on_surface("Next")
        self.screen.wait_for_text(self.tr("Clear"))

    def refuse(self, what, chips, says, products=(), picture=None):
        """A refused tap, its reason in words; closing it ends that sale."""
        def action():
            self.add(*products)
            self.tap(chips, self.tr(says))

        self.step(f"refused: {what}", action, picture)
        self.press_on_surface("Close")
        self.screen.wait_for_text(self.tr("Hold the card to the reader"))

    def synced(self):
        self.screen.wait_for_text(self.tr("Online"), 40)
        wait_for("every entry acknowledged", lambda: not self.waiting(), 20)

    def waiting(self):
        return any(self.screen.says(self.trn("%d sale waits", "%d sales wait", n).replace("%d ", "")) for n in (1, 2))

    # The story

    def sales(self):
        self.step("person first: the chip shows Alma", lambda: self.tap(ALMA, "Alma Holm"), "person")
        self.step("a touch adds the dish of the day", lambda: self.add("Dagens ret", "Grønbolle, stor", "Grønbolle, stor"),
                  "basket")
        self.step("Pay is durable and says OK", lambda: self.pay("35,00"), "accepted")
        self.step("Undo takes it back", self.undo, "undone")
        self.step("products first: goods, then the chip sells",
                  lambda: (self.add("Dagens ret"), self.tap(ALMA, self.tr("Next")), self.accepted("25,00")))
        self.step("it is on the portal", self.synced)
        self.go_on()

    def undo(self):
        self.press_on_surface("Undo sale")
        self.screen.wait_for_text(self.tr("Clear"))

    def parent(self):
        self.step("a parent logs in for the first time", self.log_in, "portal-accounts")
        self.step("the sale stands on the statement", self.read_statement, "portal-statement")

    def log_in(self):
        self.browser = Browser(self.language)
        self.browser.go(self.desk.address)
        self.browser.fill("input[name=number]", GUARDIAN)
        self.browser.fill("input[name=code]", GUARDIAN_CODE)
        self.browser.click("main button[type=submit]")
        self.browser.fill("input[name=password]", PASSWORD)
        self.browser.fill("input[name=again]", PASSWORD)
        self.browser.fill("input[name=email]", "maja@example.org")
        self.browser.click("main button[type=submit]")
        self.browser.wait_for_text("Alma Holm")

    def read_statement(self):
        self.browser.go(self.desk.address + "/accounts/alma-holm/statement")
        self.browser.wait_for_text("Dagens ret")
        self.browser.wait_for_text("−" + self.kroner("25,00"))

    def fast_mode(self):
        self.step("fast mode: what lies in the basket is what every card pays for", self.start_fast, "fast-waiting")
        self.step("two taps are two sales, without a touch", self.tap_two, "fast-accepted")
        self.step("the same card has already paid", lambda: self.tap(KAREN, self.tr("Already paid %s") % ""),
                  "fast-already-paid")
        self.step("one touch ends it", self.end_fast)
        self.step("both are on the portal", self.synced)

    def start_fast(self):
        self.add("Grønbolle, lille")
        self.screen.press(self.tr("Fast mode"))
        self.screen.wait_for_text(self.tr("Every card pays for"))

    def tap_two(self):
        for chip, name in (KAREN, "Karen Marie"), (IDA, "Ida Kjær"):
            self.tap(chip, name)
            self.accepted("3,00")

    def end_fast(self):
        self.screen.press(self.tr("End fast mode"))
        self.screen.wait_for_text(self.tr("Choose goods"))

    def wrong_hands(self):
        self.step("not this person: what was sold is given back", self.reject, "not-this-person")
        self.step("one touch more blocks the card", lambda: self.press_on_surface("Block the card"), "card-blocked")
        self.step("and it is refused", self.tap_blocked)
        self.step("the parent sees it, and what was given back", self.read_rejection, "portal-rejected")
        self.step("only the portal opens the card again", self.activate_alma)

    def reject(self):
        self.add("Grønbolle, lille")
        self.tap(ALMA, self.tr("Next"))
        self.accepted("3,00")
        self.press_on_surface("Not this person")
        self.screen.wait_for_text(self.tr("%s given back") % self.kroner("3,00"))

    def tap_blocked(self):
        self.press_on_surface("Next")
        self.tap(ALMA, self.tr("The card is blocked"))
        self.press_on_surface("Close")

    def read_rejection(self):
        self.synced()
        words = self.tr("somebody else used the card, and the cashier saw it. {{basket}} was given back.")
        self.browser.wait_for_text(words.replace("{{basket}}", self.kroner("3,00")), self.desk.address + "/refusals")

    def activate_alma(self):
        self.browser.go(self.desk.address + "/cards")
        self.browser.click("form[action='/cards/alma-holm-1/activate'] button")
        self.browser.wait_for_element("form[action='/cards/alma-holm-1/block'] button")
        self.show_alma_again()

    def refusals(self):
        self.refuse("several chips", f"{ALMA} {KAREN}", "One card at a time")
        self.refuse("a chip that is no identity", "random", "This is not a canteen card")
        self.refuse("no such card", UNKNOWN, "The card is not known")
        self.refuse("a replaced card", IDA_OLD, "The card is closed")
        self.refuse("a blocked card", EMIL, "The card is blocked", picture="refused-blocked")
        self.refuse("a blocked account", VIGGO, "The account is blocked")
        self.refuse("not at this kind of place", OSKAR, "The card is not valid here")
        self.refuse("over the day's cap", NOAH, "Over the day’s cap",
                    ("Dagens ret", "Grønbolle, lille"), picture="refused-cap")
        self.refuse("no money", FREJA, "Not enough money on the account", ("Grønbolle, lille",))
        self.step("a card blocked on the portal is refused at once", self.block_alma)
        self.step("and shown again once it is activated", self.show_alma_again)

    def block_alma(self):
        self.browser.go(self.desk.address + "/cards")
        self.browser.click("form[action='/cards/alma-holm-1/block'] button")
        begun = time.monotonic()
        self.browser.wait_for_element("form[action='/cards/alma-holm-1/activate'] button")
        self.tap(ALMA, self.tr("The card is blocked"))
        print(f"{(time.monotonic() - begun) * 1000:7.0f} ms  … after the press on the portal", flush=True)
        self.press_on_surface("Close")
        self.browser.click("form[action='/cards/alma-holm-1/activate'] button")
        self.browser.wait_for_element("form[action='/cards/alma-holm-1/block'] button")

    def show_alma_again(self):
        self.tap(ALMA, self.tr("Balance %s").split("%s")[0])
        self.screen.press(self.tr("Clear"))
        self.screen.wait_for_text(self.tr("Hold the card to the reader"))

    def without_network(self):
        self.step("the portal goes away; the till says so", self.cut_network)
        self.step("a sale offline is durable", self.sell_offline, "accepted-offline")
        self.refuse("unknown and nobody to ask", UNKNOWN, "The card cannot be looked up now", picture="refused-offline")
        self.refuse("over the offline allowance", KAREN, "Over what may be sold offline",
                    ("Dagens ret", "Dagens ret", "Dagens ret"))
        self.step("the portal is back; the sale arrives", self.restore_network)

    def cut_network(self):
        self.desk.portal.stop()
        self.screen.wait_for_text(self.tr("Offline since %s").split("%s")[0], 40)

    def sell_offline(self):
        self.add("Grønbolle, lille")
        self.tap(ALMA, self.tr("Next"))
        self.accepted("3,00")
        wait_for("the sale is said to wait", self.waiting)
        self.go_on()

    def restore_network(self):
        self.desk.start_portal()
        self.synced()
        self.browser.go(self.desk.address + "/accounts/alma-holm/statement")
        self.browser.wait_for_text("Grønbolle, lille")

    def open_three_days_later(self):
        self.desk.portal.stop()
        self.desk.start_till("--language", self.language, hours_ahead=73)
        self.screen.wait_for_text("Mette K.", 20)
        self.screen.fill()
        self.screen.press("Mette K.")
        self.screen.wait_for_text(self.tr("Type your PIN"))
        self.screen.type("1234")
        self.screen.key("Return")

    def say_the_date(self):
        """The machine was not started anew, and its clock was set by three days: the cashier says which day it is."""
        self.screen.wait_for_text(self.tr("What day is it?"))
        day = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Copenhagen")) + datetime.timedelta(hours=73)
        words = (self.words("weekday", day.strftime("%A")), day.day, self.words("month", day.strftime("%B")))
        self.screen.press(self.tr("It is %s") % (self.tr("%s %d %s") % words))
        self.screen.wait_for_text("Dagens ret")
        self.screen.wait_for_text(self.tr("Reader ready"))

    def verify_journal(self):
        self.desk.till.stop()
        self.desk.command(self.desk.program("src/journal/brik-journal"), "verify", str(self.desk.state / "till.db"))


    def read_logs(self):
        self.desk.till.stop()
        complaints = [line for log in self.desk.state.glob("*.log")
                      for line in log.read_text(errors="replace").splitlines() if COMPLAINT.search(line) and not GTKS_OWN.search(line)]
        if complaints:
            raise Missed("; ".join(complaints))


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
