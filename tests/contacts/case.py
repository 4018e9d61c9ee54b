"""The page of a request as a browser sends it."""

LIST = "/admin/contacts/vacancyrequest/"


def change(vacancy):
    return f"{LIST}{vacancy.pk}/change/"


def page(vacancy, address):
    return f"{LIST}{vacancy.pk}/{address}"


def decision(vacancy, **values):
    """Return what the change form of the request sends: what stood there, and a test's changes."""
    seen = {
        "status": vacancy.status,
        "follow_up_on": f"{vacancy.follow_up_on:%d.%m.%Y}" if vacancy.follow_up_on else "",
        "posting_title": vacancy.posting_title,
        "posting_minimum": vacancy.posting_minimum or "",
        "posting_maximum": vacancy.posting_maximum or "",
        "posting_basis": vacancy.posting_basis,
    }
    initial = {f"initial-{name}": value for name, value in seen.items()}
    return seen | initial | {"reason": "", "note": ""} | values
