#!/usr/bin/python3
# dead-clock.py BUILD [--out DIR] [--language da|en]: a till whose battery is dead is switched on without a network: it is
# 1970. The cashier says which day it is with one touch, and it sells; the portal gets it all, on the right day. Run it on
# a screen of its own (run-on-a-screen).
import argparse
import contextlib
import datetime
import gettext
import pathlib
import sqlite3
import sys
import tempfile
import zoneinfo

from brik_desk import Desk, Missed, wait_for
from brik_screen import Screen, screenshot

TILL = "norre-1"
ALMA, NOAH = ("04579A22352680", "Alma Holm"), ("72BF9961", "Noah Aziz")
DEAD = "@1970-01-01 01:03:00"


class DeadClock:
    def __init__(self, desk, language, out):
        self.desk = desk
        self.language = language
        self.out = out
        self.pictures = 0
        self.screen = Screen()
        catalogue = gettext.translation("brik", desk.build / "po", [language], fallback=language == "en")
        self.tr = catalogue.gettext
        self.words = catalogue.pgettext

    def picture(self, name):
        if self.out:
            self.pictures += 1
            screenshot(self.out / f"{self.pictures:02d}-{name}-{self.language}.png")

    def step(self, what, action, picture=None):
        action()
        print(what, flush=True)
        if picture:
            self.picture(picture)

    def run(self):
        desk = self.desk
        self.step("a municipality, a portal, a reader", self.begin)
        self.step("the till is enrolled and sells", self.enrol)
        self.step("it is switched off, and its battery dies", self.switch_off)
        self.step("it is switched on without a network, and asks for the date", self.switch_on, "date")
        self.step("one touch says that it is still today", self.say_today, "ready")
        self.step("it sells", lambda: self.sell(*NOAH), "sold")
        self.step("the portal is back, and has it all", self.portal_back)
        self.step("on the right day, and with the date that was told", self.check_books)
        self.step("the journal is intact", self.verify_journal)
        desk.portal_command("audit")

    def begin(self):
        self.desk.make_data()
        self.desk.import_data()
        self.desk.start_portal()
        self.desk.start_reader()

    def enrol(self):
        self.desk.start_till("--language", self.language)
        self.screen.wait_for_text(self.tr("Connect the till"), 20)
        self.screen.fill()
        self.screen.type(self.desk.address)
        self.screen.key("Tab")
        self.screen.type(self.desk.portal_command("enrol-code", TILL))
        self.screen.press(self.tr("Connect"))
        self.screen.wait_for_text("Mette K.", 30)
        self.sign_in()
        self.screen.wait_for_text("Dagens ret")
        self.screen.wait_for_text(self.tr("Reader ready"))
        self.sell(*ALMA)

    def sign_in(self):
        self.screen.press("Mette K.")
        self.screen.wait_for_text(self.tr("Type your PIN"))
        self.screen.type("1234")
        self.screen.key("Return")

    def sell(self, chip, name):
        self.screen.press("Dagens ret")
        self.desk.reader.say(f"tap {chip}")
        self.screen.wait_for_text(name)
        wait_for("the sale", lambda: self.screen.can_be_pressed(self.tr("Undo sale")))
        self.desk.lift()

    def switch_off(self):
        self.desk.till.stop()
        self.desk.portal.stop()
        # A machine that is switched on has another boot id; this one's stands for it.
        with contextlib.closing(sqlite3.connect(self.desk.state / "till.db")) as ledger, ledger:
            if ledger.execute("UPDATE clock SET boot = 'of the machine before'").rowcount != 1:
                raise Missed("the ledger remembers nothing of its clock")

    def switch_on(self):
        self.desk.start_till("--language", self.language, fake_time=DEAD)
        self.screen.wait_for_text("Mette K.", 20)
        self.screen.fill()
        self.sign_in()
        self.screen.wait_for_text(self.tr("What day is it?"))
        self.screen.wait_for_text("1970")

    def today(self):
        return datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Copenhagen"))

    def say_today(self):
        day = self.today()
        words = (self.words("weekday", day.strftime("%A")), day.day, self.words("month", day.strftime("%B")))
        self.screen.press(self.tr("It is still %s") % (self.tr("%s %d %s") % words))
        self.screen.wait_for_text("Dagens ret")
        self.screen.wait_for_text(self.tr("Reader ready"))

    def portal_back(self):
        self.desk.start_portal()
        self.screen.wait_for_text(self.tr("Online"), 60)
        wait_for("both sales are booked", lambda: self.count("type = 'sale'") == 2, 30)

    def count(self, condition, table="booking"):
        with contextlib.closing(sqlite3.connect(f"file:{self.desk.database}?mode=ro", uri=True)) as books:
            return books.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0]

    def check_books(self):
        if self.count(f"type = 'sale' AND date = '{self.today():%Y-%m-%d}'") != 2:
            raise Missed("a sale is not booked on the day that it was made")
        if self.count("line ->> 'kind' = 'date-set' AND state = 'booked'", "entry") != 1:
            raise Missed("the portal was not told that the cashier told the date")

    def verify_journal(self):
        self.desk.till.stop()
        self.desk.command(self.desk.program("src/journal/brik-journal"), "verify", str(self.desk.state / "till.db"))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("build")
    options.add_argument("--out", type=pathlib.Path)
    options.add_argument("--language", choices=["da", "en"], default="da")
    chosen = options.parse_args()
    if chosen.out:
        chosen.out.mkdir(parents=True, exist_ok=True)
    source = pathlib.Path(__file__).resolve().parents[2]
    desk = Desk(source, chosen.build, tempfile.mkdtemp(prefix="brik-dead-clock-"))
    story = DeadClock(desk, chosen.language, chosen.out)
    try:
        story.run()
        return 0
    except Missed as miss:
        print(f"MISSED: {miss}")
        story.picture("missed")
        desk.show_logs()
        return 1
    finally:
        desk.stop()
        desk.remove()


sys.exit(main())
