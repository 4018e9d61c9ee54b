"""Which requests were erased, kept beside the database: what a backup brings back is erased again.

Each erasure is an empty file among the private ones, named by a keyed digest of the reference that the
request had; nobody can turn that back, and who looks for a reference needs our key.
"""

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.crypto import salted_hmac

from contacts.models.attachment import private_storage

FOLDER = "erased"  # files of clients lie beside it, not in it
SALT = "contacts.erasures"


def note(reference: str):
    """Note that the request of a reference is erased; noting it twice changes nothing."""
    storage, name = private_storage(), f"{FOLDER}/{_digests(reference)[0]}"
    if not storage.exists(name):
        storage.save(name, ContentFile(b""))


def noted() -> frozenset[str]:
    """Return the digests of all that was ever erased."""
    try:
        _, names = private_storage().listdir(FOLDER)
    except FileNotFoundError:  # nothing was
        return frozenset()
    return frozenset(names)


def is_among(reference: str, digests: frozenset[str]) -> bool:
    """Whether the request of a reference was erased, under our key or one that we had before."""
    return not digests.isdisjoint(_digests(reference))


def _digests(reference):
    return [
        salted_hmac(SALT, reference, secret=key, algorithm="sha256").hexdigest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
