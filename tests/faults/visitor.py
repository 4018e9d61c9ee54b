"""A person at a browser, as far as a form needs one: cookies, hidden fields, and patience."""

import html
import http.client
import re
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

FORM = "/vakanz-anfragen/"
INPUT = re.compile(r'<input type="hidden" name="(?P<name>[^"]+)" value="(?P<value>[^"]*)"')
AREA = re.compile(r'<textarea name="(?P<name>[^"]+)" hidden>\n?(?P<value>[^<]*)</textarea>')


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str

    @property
    def location(self):
        return self.headers["Location"] or ""

    def keeps(self, typed):
        """Whether all that was typed stands on the page: to read, and in the form that sends it again."""
        page = html.unescape(self.body)
        return all(page.count(words) >= 2 for words in typed.values())

    def form(self):
        """Return the hidden fields of the page, as its own button would send them."""
        page = self.body[re.search(r'<form[^>]*method="post"', self.body).start() :]
        fields = [match for pattern in (INPUT, AREA) for match in pattern.finditer(page)]
        return [(field["name"], html.unescape(field["value"])) for field in fields]


class Visitor:
    def __init__(self, site, address="127.0.0.1"):
        self.site, self.address, self.cookie = site, address, ""

    def get(self, path):
        return self._ask("GET", path)

    def post(self, fields, file=None):
        """Send the form; with a file (its name and content) as a browser sends one."""
        if file is None:
            body, kind = urlencode(fields), "application/x-www-form-urlencoded"
        else:
            upload = SimpleUploadedFile(*file)
            body = encode_multipart(BOUNDARY, dict(fields) | {"attachments": upload})
            kind = MULTIPART_CONTENT
        return self._ask("POST", FORM, body, {"Content-Type": kind})

    def _ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        try:
            own = {"X-Forwarded-For": self.address, "Cookie": self.cookie}
            connection.request(method, path, body, own | (headers or {}))
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        if cookie := response.headers["Set-Cookie"]:
            self.cookie = cookie.partition(";")[0]
            self.site.private.add(self.cookie.partition("=")[2])
        return Answer(response.status, response.headers, text)

    def open_form(self):
        """Return the hidden fields of the form, as if it had been opened a minute ago.

        Who takes less than three seconds is set aside as a program, and gets no confirmation.
        """
        fields = dict(self.get(FORM).form())
        opened = [uuid.uuid4().hex, int(time.time()) - 60]
        key = self.site.environment["SECRET_KEY"]
        return fields | {"token": signing.dumps(opened, salt="contacts.form", key=key)}

    def send_until_received(self, fields, patience=60):
        """Send the same form again and again until its receipt has been seen; return the receipt."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                answer = self.post(fields)
                if answer.status == 302 and self.get(answer.location).status == 200:
                    self._keep_private(answer.location)
                    return answer.location
                assert answer.status in {302, 502, 503}, answer.status
            except (OSError, http.client.HTTPException):
                pass  # nobody there, or gone in the middle
            time.sleep(0.1)
        raise AssertionError("No receipt was seen.")

    def _keep_private(self, receipt):
        token = receipt.partition("=")[2]
        self.site.private |= {token, token.partition(":")[0]}
