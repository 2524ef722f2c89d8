"""A page of docs/ whose numbered steps a reader follows by clicking: each step is done in Chromium as it stands.

In a step `words` in *Label* are written, chosen or ticked, **Name** is pressed or held, and “words” are looked for. A
heading names who acts, and whether at a computer or on a phone; each person has a browser of their own.
"""

import re
from dataclasses import dataclass, field
from email.message import Message

from playwright.sync_api import Locator, Page, Request, expect

from tests.stage.devices.phones import Phones
from tests.stage.devices.windows import DESK, PATIENCE_MS, PHONE, Windows
from tests.stage.sign_in.authenticator_app import code_of
from tests.support.processes import ROOT, wait_until

HELD_MS = 3600
QUIET_MS = 100
SHOWN_MS = PATIENCE_MS
SOON_S = 120.0
HEADING = re.compile(r"^### ([^,\n]+), ([^\n]+)$", re.MULTILINE)
STEP = re.compile(r"^\d+\. (.*(?:\n   .*)*)", re.MULTILINE)
LINK = re.compile(r"http://\S+")
CODE = re.compile(r"\b\d{6}\b")


@dataclass(frozen=True, slots=True)
class Language:
    """What a page in one language says for what is more than to write, to press and to look."""

    tag: str
    on_phone: str
    printed: str
    mailed_address: str
    texted_address: str
    mailed_code: str
    texted_code: str
    app_code: str
    send: str
    sent_from: str
    hold: str
    at: str

    def acts(self) -> re.Pattern[str]:
        """Return what finds the acts of a step; the group that matched is the verb."""
        label = rf" {self.at} \*(?P<{{}}_label>[^*]+)\*"
        parts = (
            f"(?P<printed>{self.printed})",
            f"{self.mailed_address} `(?P<mailed_address>[^`]+)`",
            f"{self.texted_address} `(?P<texted_address>[^`]+)`",
            f"{self.mailed_code} `(?P<mailed_code>[^`]+)`" + label.format("mailed_code"),
            f"{self.texted_code} `(?P<texted_code>[^`]+)`" + label.format("texted_code"),
            f"(?P<app_code>{self.app_code})" + label.format("app_code"),
            rf"{self.send} `(?P<send>[^`]+)` {self.sent_from} `(?P<send_label>[^`]+)`",
            "`(?P<write>[^`]+)`" + label.format("write"),
            rf"{self.hold} \*\*(?P<hold>[^*]+)\*\*",
            r"\*\*(?P<press>[^*]+)\*\*",
            "[“«](?P<see>[^”»]+)[”»]",
        )
        return re.compile("|".join(parts))


ENGLISH = Language(
    tag="en-US",
    on_phone="on a phone",
    printed="the address that the command printed",
    mailed_address="the address in the mail to",
    texted_address="the address in the text message to",
    mailed_code="the code in the mail to",
    texted_code="the code in the text message to",
    app_code="the code that the app shows",
    send="[Ss]end",
    sent_from="from",
    hold="[Hh]old",
    at="in",
)
SPANISH = Language(
    tag="es",
    on_phone="en un teléfono",
    printed="la dirección que imprimió la orden",
    mailed_address="la dirección del correo a",
    texted_address="la dirección del mensaje de texto a",
    mailed_code="el código del correo a",
    texted_code="el código del mensaje de texto a",
    app_code="el código que muestra la aplicación",
    send="[Ee]nvíe",
    sent_from="desde",
    hold="[Mm]antenga",
    at="en",
)


@dataclass
class Reader:
    """Follows a page: whose browser is open, and where mail and text messages arrive."""

    windows: Windows
    phones: Phones
    language: Language
    printed: str
    pages: dict[str, Page] = field(default_factory=dict)
    unanswered: dict[Page, "Unanswered"] = field(default_factory=dict)
    # Where something was pressed, and nothing was done since.
    pressed: set[Page] = field(default_factory=set)
    # How many addresses or codes were taken, by what and to whom.
    read: dict[tuple[str, str], int] = field(default_factory=dict)

    def follow(self, text: str) -> None:
        """Do every step of a page, in its order."""
        parts = HEADING.split(text)
        for name, place, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            page = self._page_of(name, is_on_phone=place == self.language.on_phone)
            for step in STEP.findall(body):
                try:
                    self._do_step(page, step)
                except Exception as failure:
                    raise AssertionError(f"{name}: {step}") from failure

    def _page_of(self, name: str, *, is_on_phone: bool) -> Page:
        if name not in self.pages:
            size = PHONE if is_on_phone else DESK
            page = self.pages[name] = self.windows.open(None, size=size, language=self.language.tag)
            self.unanswered[page] = Unanswered(page)
        return self.pages[name]

    def _do_step(self, page: Page, step: str) -> None:
        for act in self.language.acts().finditer(" ".join(step.split())):
            verb = str(act.lastgroup).removesuffix("_label")
            if page in self.pressed:
                self._wait_for_the_answer(page)
            self.pressed -= {page}
            self._do_act(page, verb, act[verb], act.groupdict().get(f"{verb}_label", ""))

    def _do_act(self, page: Page, verb: str, words: str, label: str) -> None:
        if verb == "printed":
            page.goto(self.printed)
        elif verb.endswith("_address"):
            page.goto(self._next_in(verb, words))
        elif verb == "send":
            self.phones.answer_by_text(self.windows.url, label.replace(" ", ""), words)
        elif verb == "see":
            expect(page.get_by_text(words).filter(visible=True).first).to_be_visible(timeout=SHOWN_MS)
        elif label:
            fill_in(page, label, self._typed(page, verb, words))
        else:
            press(page, words, is_held=verb == "hold")
            self.pressed |= {page}

    def _typed(self, page: Page, verb: str, words: str) -> str:
        """Return what a person types: the words, a code that was sent to them, or what their app shows for the key."""
        if verb == "app_code":
            return code_of(page.locator(".factor-key").text_content() or "")
        return self._next_in(verb, words) if verb.endswith("_code") else words

    def _wait_for_the_answer(self, page: Page) -> None:
        """Wait until a page asks its server nothing: one that takes what was pressed would load anew under a hand."""

        def rests() -> bool:
            # What is due in the page now may ask anew.
            page.wait_for_timeout(QUIET_MS)
            return not self.unanswered[page].requests

        wait_until(rests, timeout_s=SOON_S, what=f"{page.url} still asks")

    def _next_in(self, verb: str, to: str) -> str:
        """Return the address or the code of the next message to someone that has one; waits until it is there."""
        wanted = LINK if verb.endswith("_address") else CODE

        def unread() -> list[str]:
            found = [one for text in self._messages(verb, to) for one in wanted.findall(text)[:1]]
            return found[self.read.get((verb, to), 0) :]

        wait_until(lambda: bool(unread()), timeout_s=SOON_S, what=f"nothing came to {to}")
        found = unread()[0]
        self.read[verb, to] = self.read.get((verb, to), 0) + 1
        return found

    def _messages(self, verb: str, to: str) -> list[str]:
        if verb.startswith("texted"):
            return self.phones.texts(to.replace(" ", ""))
        return [text_of(one) for one in self.phones.smtp.mails if to in str(one["To"])]


class Unanswered:
    """What a page asked of its server that was not answered yet."""

    def __init__(self, page: Page) -> None:
        self.requests: set[Request] = set()
        page.on("request", self._add)
        page.on("requestfinished", self._take_out)
        page.on("requestfailed", self._take_out)

    def _add(self, request: Request) -> None:
        self.requests.add(request)

    def _take_out(self, request: Request) -> None:
        self.requests.discard(request)


def text_of(mail: Message) -> str:
    """Return the plain words of a mail."""
    [body] = [one for one in mail.walk() if one.get_content_type() == "text/plain"]
    return bytes(body.get_payload(decode=True) or b"").decode()


def fill_in(page: Page, label: str, words: str) -> None:
    """Write words into a field, choose them in a list, or tick the choice of this name."""
    if label.startswith("["):
        next_blank(page, label).fill(words)
        return
    # A list in its label has its choices among the label's words; a password has no role.
    fields = page.get_by_label(label, exact=True).or_(page.get_by_role("combobox", name=label, exact=True))
    found = fields.filter(visible=True).first
    if found.evaluate("(one) => one.tagName") == "SELECT":
        found.select_option(label=words)
    else:
        found.fill(words.replace(" ⏎ ", "\n"))


def next_blank(page: Page, mark: str) -> Locator:
    """Return the first empty field of the open blanks of an agreement, which is for what the page says."""
    fields = page.locator("#blanks-form label")
    expect(fields.first).to_be_visible()
    field = next(one for one in fields.all() if not one.locator("input").input_value())
    expect(field.locator("mark")).to_have_text(mark)
    return field.locator("input")


def press(page: Page, name: str, *, is_held: bool) -> None:
    """Press or hold what has this name: a button, a link, or the words of a choice or of what is folded."""
    found = first_named(page, name)
    if not is_held:
        found.click()
        return
    found.scroll_into_view_if_needed()
    found.hover()
    page.mouse.down()
    page.wait_for_timeout(HELD_MS)
    page.mouse.up()


def first_named(page: Page, name: str) -> Locator:
    """Return the first thing on a page that a reader would press for a name."""
    named = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    begins = page.locator("summary, label, a, button").filter(has_text=re.compile(rf"^\s*{re.escape(name)}"))
    expect(named.or_(begins).filter(visible=True).first).to_be_visible(timeout=SHOWN_MS)
    exact = named.filter(visible=True)
    return exact.first if exact.count() else begins.filter(visible=True).first


def page_text(name: str) -> str:
    """Return a page of docs/."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")
