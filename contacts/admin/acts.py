from django.core.exceptions import ValidationError

from contacts.admin.decisions import HandOverForm
from contacts.admin.pages import KEY, RequestPages
from contacts.consultants import name_of


class ActPages(RequestPages):
    """Buttons of a request that do one thing each, and the page on which it is handed over."""

    def get_urls(self):
        return [
            self.act("uebernehmen/", self.claim, "claim"),
            self.act("beantwortet/", self.answer, "answer"),
            self.act("verdacht/", self.set_aside, "set_aside"),
            self.act("kein-verdacht/", self.trust, "trust"),
            self.act("gelesen/", self.read_news, "read_news"),
            self.act("erneut-senden/", self.send_again, "send_again"),
            self.act("nicht-mehr-noetig/", self.settle, "settle"),
            self.page("uebergeben/", self.hand_over_view, "hand_over"),
            *super().get_urls(),
        ]

    def claim(self, request, vacancy):
        vacancy.claim(by=request.user)
        return "Übernommen"

    def answer(self, request, vacancy):
        """Note that the client has an answer that we did not send from here, by phone mostly."""
        if vacancy.is_answered:
            return ""
        vacancy.answer(by=request.user)
        return "Als beantwortet markiert"

    def set_aside(self, request, vacancy):
        if vacancy.is_suspected:
            return ""
        vacancy.set_aside(by=request.user)
        return "Als verdächtig zur Seite gelegt"

    def trust(self, request, vacancy):
        if not vacancy.is_suspected:
            return ""
        vacancy.trust(by=request.user)
        return "Kein Verdacht mehr"

    def read_news(self, request, vacancy):
        if vacancy.news_on is None:
            return ""
        vacancy.read_news(by=request.user, heard=request.POST.get("heard", ""))
        return "Neues vom Kunden gelesen"

    def send_again(self, request, vacancy):
        email = self._failed(request, vacancy)
        email.send_again(by=request.user)
        return f"Wird noch einmal gesendet: {email}"

    def settle(self, request, vacancy):
        """Note that a mail that was given up has become needless, by a call mostly."""
        email = self._failed(request, vacancy)
        email.settle(by=request.user)
        return f"Nicht mehr nötig: {email}"

    def _failed(self, request, vacancy):
        """Return the mail of a button; a second click finds none."""
        key = request.POST.get("email", "")
        email = vacancy.emails.failed().filter(pk=key).first() if KEY.fullmatch(key) else None
        if email is None:
            raise ValidationError(
                "Diese E-Mail ist nicht gescheitert, wird schon wieder gesendet oder ist erledigt."
            )
        return email

    def hand_over_view(self, request, vacancy):
        form = HandOverForm(request.POST if request.method == "POST" else None, instance=vacancy)
        before = vacancy.consultant
        if form.is_bound and form.is_valid():
            note, consultant = form.cleaned_data["note"], form.cleaned_data["consultant"]
            if consultant != before:
                vacancy.assign(consultant, by=request.user)
            if note:
                vacancy.note(note, by=request.user)
            done = self._handed_over(before, consultant) or (note and "Notiz hinzugefügt")
            self.tell(request, vacancy, done)
            return self.back_to(vacancy)
        return self.show(
            request,
            "hand_over.html",
            vacancy,
            f"{vacancy} übergeben",
            form=form,
            before=before,
        )

    def _handed_over(self, before, consultant):
        if consultant == before:
            return ""
        if consultant is None:
            return "Wieder frei"
        return f"Übergeben an {name_of(consultant)}"
