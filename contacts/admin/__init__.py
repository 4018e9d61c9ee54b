from contacts.admin import offices, requests

__all__ = ["offices", "requests"]
