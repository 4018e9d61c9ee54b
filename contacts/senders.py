"""Who sent a request, so far as counting needs it: digests that nobody can turn back into addresses."""

from ipaddress import ip_address, ip_network

from django.utils.crypto import salted_hmac

# How many leading bits of an address make one sender, and one network around it: at home or in an
# office a connection has one IPv4 address, or a /64 of IPv6.
PREFIXES = {4: (32, 24), 6: (64, 48)}
SALT = "contacts.senders"


def digests(address: str) -> tuple[str, str]:
    """Return the digests of the sender at an IP address and of the network around; "" twice without.

    Keyed with SECRET_KEY: who has the database alone cannot try all addresses.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return "", ""
    sender, network = (
        ip_network(f"{parsed}/{bits}", strict=False) for bits in PREFIXES[parsed.version]
    )
    return _digest(sender), _digest(network)


def _digest(network):
    return salted_hmac(SALT, str(network), algorithm="sha256").hexdigest()[:32]
