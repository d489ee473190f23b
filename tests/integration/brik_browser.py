"""A parent's browser: Chromium through the WebDriver protocol, spoken directly."""

import base64
import json
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from brik_desk import Missed, free_port, wait_for

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# Over a pipe, because a bare machine may not know the name localhost that the driver would connect to.
ARGUMENTS = ["--remote-debugging-pipe", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--force-device-scale-factor=1"]


class Browser:
    def __init__(self, language, width=1280, height=900):
        self.profile = tempfile.TemporaryDirectory(prefix="brik-browser-")
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        wait_for("chromedriver", self.ready, 20)
        options = {"args": [*ARGUMENTS, f"--window-size={width},{height}", f"--accept-lang={language}", f"--user-data-dir={self.profile.name}"]}
        session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}})
        self.base += f"/session/{session['sessionId']}"

    def ready(self):
        try:
            return self.call("GET", "/status")["ready"]
        except (OSError, urllib.error.URLError):
            return False

    def call(self, method, path, body=None):
        request = urllib.request.Request(self.base + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            message = json.load(error)["value"]["message"]
            raise Missed(f"browser: {' '.join(message.splitlines()[:4])}") from None

    def go(self, address):
        self.call("POST", "/url", {"url": address})

    def text(self):
        return self.call("POST", "/execute/sync", {"script": "return document.body.innerText", "args": []})

    def element(self, selector):
        self.wait_for_element(selector)
        return self.call("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def wait_for_element(self, selector, timeout_s=10.0):
        script = "return document.querySelector(arguments[0]) !== null"
        wait_for(f"{selector} on the page",
                 lambda: self.call("POST", "/execute/sync", {"script": script, "args": [selector]}), timeout_s)

    def fill(self, selector, text):
        element = self.element(selector)
        self.call("POST", f"/element/{element}/clear", {})
        self.call("POST", f"/element/{element}/value", {"text": text})

    def click(self, selector):
        self.call("POST", f"/element/{self.element(selector)}/click", {})

    def wait_for_text(self, text, reload_address=None, timeout_s=10.0):
        deadline = time.monotonic() + timeout_s
        while text not in self.text():
            if time.monotonic() > deadline:
                raise Missed(f"'{text}' on the page; it says: {self.text()[:1500]}")
            time.sleep(0.1)
            if reload_address:
                self.go(reload_address)

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("GET", "/screenshot")))

    def close(self):
        try:
            self.call("DELETE", "", None)
        except (Missed, OSError):
            pass
        self.driver.terminate()
        self.driver.wait(10)
        self.profile.cleanup()
