// Says when the page of a profile is left; that it is open says htmx. A second window of the same person
// speaks up for them a moment later (roles/models/presence.py).

const hint = document.getElementById("presence");

addEventListener("pagehide", () => {
  const headers = JSON.parse(hint.dataset.hxHeaders);
  fetch(hint.dataset.hxPost, { method: "DELETE", headers, keepalive: true }).catch(() => {});
});
