"""Who is at the other end of a request."""

from ipaddress import ip_address

from django.conf import settings


def address(request) -> str:
    """Return the IP address of whoever asks.

    Behind a proxy of ours it is what the proxy added last to X-Forwarded-For: everything before it
    is the client's own claim. Without one it is the connection's.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    if settings.BEHIND_PROXY and forwarded:
        try:
            return str(ip_address(forwarded))
        except ValueError:
            pass
    return request.META.get("REMOTE_ADDR", "")  # none on a Unix socket
