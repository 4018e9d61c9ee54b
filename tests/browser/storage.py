def stored(page, site, *, is_local):
    """Return what the browser keeps for the site, without asking the page, which knows no storage."""
    storage = {"securityOrigin": site, "isLocalStorage": is_local}
    session = page.context.new_cdp_session(page)
    return session.send("DOMStorage.getDOMStorageItems", {"storageId": storage})["entries"]
