"""A browser with no script: it reads the forms of a page and presses their buttons, as the Django test client cannot.

A test that presses *Continue* sends exactly the hidden fields the page had, so it notices a field that was forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client


@dataclass
class Button:
    """A button: its words, where it sends its form, and what it adds to it."""

    action: str
    fields: list[tuple[str, str]]
    words: str = ""


@dataclass
class Form:
    """A form as it stands on the page: its fields with their values, and its buttons."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class _Page(HTMLParser):
    def __init__(self, html: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._button: Button | None = None
        self._select: str | None = None
        self._inside: list[str] = []
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside.append(tag)
        if tag == "form":
            self.forms.append(Form(given.get("action", self.address)))
        if not self.forms:
            return
        form = self.forms[-1]
        if tag == "button":
            own = [(given["name"], given.get("value", ""))] if "name" in given else []
            self._button = Button(given.get("formaction", form.action), own)
            form.buttons.append(self._button)
        if tag == "input":
            self._input(form, given)
        if tag in ("select", "textarea"):
            self._named(tag, form, given["name"])
        if tag == "option" and self._select:
            chosen = [name for name, _ in form.fields]
            if "selected" in given or self._select not in chosen:
                form.fields = [pair for pair in form.fields if pair[0] != self._select]
                form.fields.append((self._select, given["value"]))

    def _named(self, tag: str, form: Form, name: str) -> None:
        form.names.add(name)
        if tag == "textarea":
            form.fields.append((name, ""))
        else:
            self._select = name

    def _input(self, form: Form, given: dict[str, str]) -> None:
        form.names.add(given["name"])
        if given.get("type") not in ("radio", "checkbox") or "checked" in given:
            form.fields.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass
        if tag == "button":
            self._button = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] in ("style", "script", "title"):
            return
        self.words.append(data)
        if self._inside and self._inside[-1] == "textarea":
            name, value = self.forms[-1].fields.pop()
            self.forms[-1].fields.append((name, value + data))
        if self._button is not None:
            self._button.words = " ".join(f"{self._button.words} {data}".split())


class Reader:
    """One person's browser: the page it shows, and what was sent last so that it can be sent again."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client(enforce_csrf_checks=True)
        self.response: Any = None
        self.sent: tuple[str, list[tuple[str, str]]] = ("", [])

    @property
    def html(self) -> str:
        """The page's source."""
        return str(self.response.content.decode())

    @property
    def page(self) -> _Page:
        """The page, read."""
        return _Page(self.html, self.response.request["PATH_INFO"])

    @property
    def text(self) -> str:
        """What the page says, without its tags."""
        return self.page.text

    @property
    def buttons(self) -> list[str]:
        """The words of every button on the page."""
        return [button.words for form in self.page.forms for button in form.buttons]

    def open(self, address: str) -> "Reader":
        """Go to an address."""
        self.response = self.client.get(address)
        return self

    def press(self, words: str, chosen: Mapping[str, str] | None = None) -> "Reader":
        """Fill in `chosen` (field name to value) and press the button with these words."""
        form, button = next(
            (form, button) for form in self.page.forms for button in form.buttons if button.words.startswith(words)
        )
        chosen = dict(chosen or {})
        assert set(chosen) <= form.names, f"the page has no field {set(chosen) - form.names}"
        fields = [(name, value) for name, value in form.fields if name not in chosen]
        return self.send(button.action, [*fields, *chosen.items(), *button.fields])

    def send(self, address: str, fields: list[tuple[str, str]]) -> "Reader":
        """Post fields to an address, in order, repeated names kept."""
        self.sent = (address, fields)
        body: dict[str, list[str]] = {}
        for name, value in fields:
            body.setdefault(name, []).append(value)
        self.response = self.client.post(address, body)
        return self

    def send_again(self) -> "Reader":
        """Send once more what was sent last, as a second press of the button or a reload does."""
        return self.send(*self.sent)
