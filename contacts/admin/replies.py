from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict

from contacts import replies
from contacts.admin.pages import KEY, RequestPages
from contacts.models import Activity
from techminds.text import CleanCharField

# After which an answer may read differently: ours, and what the client said since.
SAID = (Activity.Kind.REPLY, Activity.Kind.CLIENT)


class ReplyForm(forms.Form):
    """An answer to a client. `seen` names what was said last when the person wrote it."""

    subject = CleanCharField(
        label="Betreff", max_length=200, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    text = CleanCharField(
        label="Text",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 20, "class": "vLargeTextField"}),
        help_text="Darunter steht von selbst der Link zur Statusseite des Kunden.",
    )
    seen = CleanCharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, blank, **kwargs):
        """`blank` is the letter that says nothing yet."""
        super().__init__(*args, **kwargs)
        self.blank = blank

    def clean_text(self):
        text = self.cleaned_data["text"]
        if _lines(text) <= _lines(self.blank):
            raise ValidationError(
                "Zwischen Anrede und Gruß steht noch nichts. Bitte schreiben Sie, was der Kunde "
                "lesen soll."
            )
        return text

    def have_seen(self, seen):
        """Let the form that was sent go through next time: the person is shown the newer answer now."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = seen
        self.data = data


def _lines(letter):
    """The lines of a letter that say something, without the marks at their ends."""
    return {line.strip(" ,.!") for line in letter.splitlines()} - {""}


def _standing(vacancy, latest):
    """Return what a letter was written on, as one word: what was said last, and how the request stood."""
    latest = latest.pk if latest else ""
    return f"{latest}/{vacancy.status}/{vacancy.consultant_id or ''}/{vacancy.is_answered:d}"


class ReplyPage(RequestPages):
    """The page on which a consultant answers a client: a draft to begin with, sent as it stands then."""

    def get_urls(self):
        return [self.page("antworten/", self.reply_view, "reply"), *super().get_urls()]

    def reply_view(self, request, vacancy):
        try:
            vacancy.check_reply()
        except ValidationError as error:
            messages.error(request, error.message)
            return self.back_to(vacancy)
        said = vacancy.activities.filter(kind__in=SAID).select_related("by")
        latest = said.last()
        seen = _standing(vacancy, latest)
        form = ReplyForm(
            request.POST if request.method == "POST" else None,
            initial=self._draft(request, vacancy) | {"seen": seen},
            blank=replies.blank(vacancy, by=request.user),
        )
        newer, has_changed = [], False
        if form.is_bound and form.is_valid():
            subject, text = form.cleaned_data["subject"], form.cleaned_data["text"]
            if form.cleaned_data["seen"] == seen:
                vacancy.reply(by=request.user, subject=subject, text=text)
                self.tell(request, vacancy, "Antwort an den Kunden gesendet")
                return self.back_to(vacancy)
            if latest and latest.by == request.user and latest.text == f"{subject}\n\n{text}":
                messages.info(request, "Diese Antwort ist schon unterwegs.")  # a second click
                return self.back_to(vacancy)
            known, *_ = form.cleaned_data["seen"].split("/")
            newer = said.filter(pk__gt=known) if KEY.fullmatch(known) else said
            has_changed = True
            form.have_seen(seen)
        return self.show(
            request,
            "reply.html",
            vacancy,
            f"{vacancy} beantworten",
            form=form,
            newer=newer,
            has_changed=has_changed,
            news=vacancy.news(),
        )

    def _draft(self, request, vacancy):
        draft = replies.about_new_link if "link" in request.GET else replies.draft
        return {"subject": replies.subject(vacancy), "text": draft(vacancy, by=request.user)}
