from django.db import models

from contacts.companies import folded
from contacts.phone_numbers import joined, spellings

SHORTEST, LONGEST, MOST = 2, 40, 60  # letters of a word; words of a request


class SearchWord(models.Model):
    """A word by which consultants find a request: folded, so that "Müller" and "Mueller" are one.

    A table of words rather than a look into every text: in PostgreSQL an index finds what a word
    begins with, and erasing a request erases its words.
    """

    # What a request is found by, and nothing of what it says beside that.
    SEARCHED = ("reference", "company", "name", "email", "phone", "role_title", "location")

    request = models.ForeignKey("contacts.VacancyRequest", models.CASCADE, related_name="+")
    word = models.CharField(max_length=LONGEST, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "word"], name="search_word_once_a_request")
        ]

    def __str__(self):
        return self.word

    @classmethod
    def words_of(cls, text) -> list[str]:
        """Return the words of a text as they are kept, each once, in order."""
        words = (word[:LONGEST] for word in folded(text).split())
        return list(dict.fromkeys(word for word in words if len(word) >= SHORTEST))

    @classmethod
    def words_in(cls, search) -> list[str]:
        """Return what somebody looks for: the words of what they typed, a phone number in it as one."""
        return cls.words_of(joined(search))

    @staticmethod
    def unbroken(request) -> list[str]:
        """Return reference and phone number without the signs that break them into words."""
        reference = request.reference.replace("-", "")
        return [reference, reference.removeprefix("TM"), *spellings(request.phone)]

    @classmethod
    def keep(cls, request):
        """Note by which words a request that is new is found."""
        said = [*cls.unbroken(request), *(getattr(request, name) for name in cls.SEARCHED)]
        if request.edition:
            said.append(request.edition.title)
        words = cls.words_of(" ".join(said))[:MOST]
        SearchWord.objects.bulk_create(SearchWord(request=request, word=word) for word in words)
