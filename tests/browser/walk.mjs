// Walks the portal's pages as a guardian would, on a phone's width and on a desk's, in both languages, and then as the
// child: `node walk.mjs ADDRESS CARD CODE CHILD-CARD CHILD-CODE [SCREENSHOT-DIR]`. TAP on standard output.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [address, card, code, childCard, childCode, shots] = process.argv.slice(2);
const password = "seks røde hunde";
const flags = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const widths = [360, 1280];
const words = {
  da: { logIn: "Log på", logOff: "Log af", accounts: "Mine konti", statement: "Kontoudtog", caps: "Grænser",
    cards: "Mine kort", refusals: "Afvisninger", block: "Spær kort", activate: "Aktiver kort", save: "Gem",
    saved: "Grænserne er gemt", wrong: "passer ikke sammen", amount: "37,50", bad: "37,5x", problem: "Skriv et beløb",
    change: "Ret stederne", nowhere: "Kortet kan ikke bruges nogen steder",
    choose: "Vælg en adgangskode", keep: "Gem og fortsæt", missing: "Siden er her ikke", money: /\d,\d\d kr\./ },
  en: { logIn: "Log in", logOff: "Log off", accounts: "My accounts", statement: "Statement", caps: "Caps",
    cards: "My cards", refusals: "Refusals", block: "Block card", activate: "Activate card", save: "Save",
    saved: "The caps are saved", wrong: "do not fit", amount: "41.50", bad: "41.5x", problem: "Write an amount",
    change: "Change the places", nowhere: "The card can be used nowhere",
    choose: "Choose a password", keep: "Save and continue", missing: "The page is not here", money: /DKK \d/ },
};

let number = 0;
let failures = 0;

function report(good, name, detail = "") {
  number++;
  if (!good) failures++;
  console.log(`${good ? "ok" : "not ok"} ${number} ${name}`);
  if (!good && detail) console.log(`# ${detail}`);
}

// What a person with a keyboard, a small screen or a screen reader would stumble over.
async function faultsOf(page) {
  // A picture still on its way is no fault, one that never comes is.
  await page.waitForFunction(() => [...document.images].every((e) => e.complete), null, { timeout: 10000 }).catch(() => {});
  return page.evaluate(() => {
    const faults = [];
    const named = (e) => (e.getAttribute("aria-label") || e.textContent || "").trim() !== "" ||
      (e.getAttribute("aria-labelledby") || "").split(" ").some((id) => document.getElementById(id));
    if (document.documentElement.scrollWidth > innerWidth) faults.push(`${document.documentElement.scrollWidth} px wide`);
    if (!document.documentElement.lang) faults.push("no language");
    if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
    if (!document.querySelector("main") || !document.querySelector("header")) faults.push("a landmark is missing");
    for (const e of document.querySelectorAll("a, button")) if (!named(e)) faults.push(`unnamed ${e.outerHTML}`);
    for (const e of document.querySelectorAll("input:not([type=hidden])"))
      if (!e.labels.length && !e.getAttribute("aria-label")) faults.push(`unlabelled ${e.name}`);
    for (const e of document.querySelectorAll("img")) if (!e.complete || !e.naturalWidth) faults.push(`no picture ${e.src}`);
    for (const e of document.querySelectorAll("table")) if (!e.caption || !e.querySelector("th[scope]")) faults.push("bare table");
    for (const e of document.querySelectorAll("[style], script, style")) faults.push(`inline ${e.tagName}`);
    for (const e of document.querySelectorAll("main .button, main .pills a, main input:not([type=hidden])"))
      // A box is ticked by its label as well.
      if ((e.type === "checkbox" ? e.closest("label") : e).getBoundingClientRect().height < 44)
        faults.push(`too low: ${e.outerHTML}`);
    return faults;
  });
}

// Contrast of every text with what lies behind it: 4.5 : 1 at least (3 : 1 for large type).
async function paleTextsOf(page) {
  return page.evaluate(() => {
    const parse = (c) => c.match(/[\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (e) => {
      for (; e; e = e.parentElement) {
        const c = parse(getComputedStyle(e).backgroundColor);
        if (c.length < 4 || c[3] > 0) return c;
      }
      return [255, 255, 255];
    };
    const pale = [];
    for (const e of document.querySelectorAll("body *")) {
      if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
      const style = getComputedStyle(e);
      const pair = [light(parse(style.color)), light(behind(e))].sort((a, b) => b - a);
      const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) pale.push(`${ratio.toFixed(2)} "${e.textContent.trim().slice(0, 40)}"`);
    }
    return pale;
  });
}

class Walk {
  constructor(page, language, width) {
    this.page = page;
    this.language = language;
    this.width = width;
    this.words = words[language];
    this.complaints = [];
    page.on("console", (m) => { if (["error", "warning"].includes(m.type())) this.complaints.push(m.text()); });
    page.on("pageerror", (e) => this.complaints.push(String(e)));
    page.on("requestfailed", (r) => this.complaints.push(`${r.url()} ${r.failure().errorText}`));
    page.on("response", (r) => { if (r.status() >= 400) this.refused = r.status(); });
  }

  get where() {
    return `${this.language} ${this.width}`;
  }

  // Looks at the page as it stands.
  async look(name, { refusal = false } = {}) {
    const faults = [...await faultsOf(this.page), ...await paleTextsOf(this.page)];
    // The browser says that a page came with 4xx; that is the answer wanted there.
    const complaints = this.complaints.filter((c) => !(refusal && c.includes("Failed to load resource")));
    report(faults.length === 0, `${this.where}: ${name}: nothing to stumble over`, faults.join("; "));
    report(complaints.length === 0, `${this.where}: ${name}: the browser has no complaint`, complaints.join("; "));
    this.complaints = [];
    if (shots) await this.page.screenshot({ path: join(shots, `${name}-${this.language}-${this.width}.png`), fullPage: true });
  }

  async sees(text, name) {
    const body = await this.page.locator("main").innerText();
    report(text instanceof RegExp ? text.test(body) : body.includes(text), `${this.where}: ${name}`, body.slice(0, 300));
  }

  async fillLogIn(secret, number = card.toLowerCase()) {
    await this.page.fill("#number", number);
    await this.page.fill("#code", secret);
    await this.page.click("main button");
  }

  async menu(label) {
    await this.page.click(`header nav a:text-is("${label}")`);
  }

  async logIn(first) {
    await this.page.goto(`${address}/`);
    await this.page.click(`footer a[lang=${this.language}], footer span[lang=${this.language}]`);
    await this.look("log-in");
    await this.fillLogIn("000000-wrong");
    await this.sees(this.words.wrong, "a wrong code is refused in words");
    await this.look("log-in-wrong");
    await this.fillLogIn(first ? code : password);
    if (first) await this.firstLogIn();
  }

  async child() {
    const { page } = this;
    await page.goto(`${address}/`);
    await this.fillLogIn(childCode, childCard);
    await page.fill("#password", password);
    await page.fill("#again", password);
    await page.fill("#email", "alma@example.dk");
    await page.click(`button:text-is("${this.words.keep}")`);
    await this.look("child-accounts");
    await this.menu(this.words.caps);
    await this.look("child-caps");
    report(await page.locator("main input:not([type=hidden])").count() === 0, `${this.where}: a child cannot change its caps`);
    await this.menu(this.words.refusals);
    await this.look("child-refusals");
    await this.logOff();
  }

  async firstLogIn() {
    const { page } = this;
    await page.fill("#password", "kort");
    await page.fill("#again", "andet");
    await page.fill("#email", "maja@example.dk");
    await page.click("main button");
    await this.sees(this.words.choose, "a short password is not taken");
    await this.look("first-login");
    await page.fill("#password", password);
    await page.fill("#again", password);
    await page.click(`button:text-is("${this.words.keep}")`);
  }

  async accounts() {
    await this.sees(this.words.accounts, "logged in to the front page");
    await this.sees(this.words.money, "money is written as in the language");
    await this.look("accounts");
    const before = await this.page.locator("main .account button").first().boundingBox();
    await this.page.click(`main .account button:has-text("${this.words.block}") >> nth=0`);
    await this.look("accounts-blocked");
    const activate = this.page.locator(`main .account button:has-text("${this.words.activate}")`).first();
    const after = await activate.boundingBox();
    report(after && Math.abs(before.x - after.x) < 1, `${this.where}: the same button activates again`);
    await activate.click();
    await this.sees(this.words.block, "and then blocks again");
  }

  async choose(name) {
    await this.page.click(`main ul.pills[aria-labelledby=choice] a:has-text("${name}")`);
  }

  async statement() {
    await this.menu(this.words.statement);
    await this.look("statement");
    await this.choose("Alma");
    await this.sees("<script>", "a product's name is only ever text");
    await this.look("statement-full");
    await this.page.click("main a[rel=next]");
    await this.look("statement-older");
    await this.page.click("main nav .pills a >> nth=1");
    await this.look("statement-month");
    await this.choose("Wilhelmine");
    await this.look("statement-long");
    await this.page.goto(`${this.page.url().split("?")[0]}?from=2001-01-01&to=2001-01-31`);
    await this.look("statement-empty");
  }

  async caps() {
    const { page } = this;
    await this.menu(this.words.caps);
    await this.choose("Wilhelmine");
    await this.look("caps-long");
    await this.choose("Maja");
    await this.look("caps");
    const old = await page.inputValue("#month");
    await page.fill("#month", this.words.bad);
    await page.click(`main button:text-is("${this.words.save}")`);
    await this.sees(this.words.problem, "an amount that is none is named");
    await this.look("caps-wrong", { refusal: true });
    await page.fill("#month", this.words.amount);
    await page.click(`main button:text-is("${this.words.save}")`);
    await this.sees(this.words.saved, "the caps are saved");
    report(await page.inputValue("#month") === this.words.amount, `${this.where}: the cap stands as it was typed`);
    await page.fill("#month", old);
    await page.click(`main button:text-is("${this.words.save}")`);
  }

  async places() {
    const { page } = this;
    const boxes = page.locator("main input[type=checkbox]");
    const count = async (ticked) => page.locator(`main input[type=checkbox]${ticked ? ":checked" : ""}`).count();
    const save = async () => page.click(`main button:text-is("${this.words.save}")`);
    await this.menu(this.words.caps);
    await this.choose("Maja");
    await page.click(`main a:text-is("${this.words.change}")`);
    await this.look("places");
    const all = await count(false);
    report(all > 1 && await count(true) === all, `${this.where}: every kind of place is ticked to begin with`);
    for (let i = 0; i < all; i++) await boxes.nth(i).uncheck();
    await save();
    await this.sees(this.words.nowhere, "none ticked is nowhere, and the page says so");
    await this.look("places-none", { refusal: true });
    for (let i = 0; i < all; i++) await boxes.nth(i).check();
    await save();
    report(await count(true) === all, `${this.where}: all are ticked again`);
  }

  async others() {
    await this.menu(this.words.cards);
    await this.look("cards");
    await this.menu(this.words.refusals);
    await this.look("refusals");
    await this.page.click("main a[rel=next]");
    await this.look("refusals-older");
    await this.page.goto(`${address}/accounts/nobody/statement`);
    await this.sees(this.words.missing, "an account that is not one's own is not there");
    await this.look("not-found", { refusal: true });
    await this.page.keyboard.press("Tab");
    report(await this.page.evaluate(() => document.activeElement.className) === "skip",
      `${this.where}: the keyboard comes to the content first`);
  }

  async logOff() {
    await this.page.click(`header button:text-is("${this.words.logOff}")`);
    await this.page.goto(`${address}/accounts`);
    report(this.page.url().endsWith("/log-in"), `${this.where}: logged off`, this.page.url());
  }
}

if (shots) mkdirSync(shots, { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });

async function walkAs(language, width, steps) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale: "da-DK" });
  const walk = new Walk(await context.newPage(), language, width);
  walk.page.setDefaultTimeout(15000);
  try {
    await steps(walk);
  } catch (error) {
    report(false, `${walk.where}: the walk goes on`, String(error).replaceAll("\n", " "));
  }
  await context.close();
}

let first = true;
for (const language of Object.keys(words)) {
  for (const width of widths) {
    await walkAs(language, width, async (walk) => {
      await walk.logIn(first);
      first = false;
      await walk.accounts();
      await walk.statement();
      await walk.caps();
      await walk.places();
      await walk.others();
      await walk.logOff();
    });
  }
}
await walkAs("da", widths[0], (walk) => walk.child());
await browser.close();
console.log(`1..${number}`);
process.exit(failures ? 1 : 0);
