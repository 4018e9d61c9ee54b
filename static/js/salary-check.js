// The salary check answers while somebody types: htmx asks for the page that the button leads to, takes
// the answer and the messages from there (SalaryCheckForm in roles/forms.py) and keeps the address in
// step, so that it can be passed on. The fields stay where they are. This adds what htmx leaves open.

const form = document.querySelector("form[data-hx-get]");
const trouble = document.getElementById("stoerung");

// What is empty is left out while somebody types: only the button asks for what is missing.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.triggeringEvent?.type === "submit") return;
  for (const [name, value] of Object.entries(detail.parameters)) {
    if (!value) delete detail.parameters[name];
  }
});

// Half an amount is no mistake yet: the messages come when a field is left or the button pressed. Those
// that are there already go as soon as they no longer hold.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const isTyping = detail.requestConfig.triggeringEvent?.type === "input";
  const page = new DOMParser().parseFromString(detail.serverResponse, "text/html");
  const isNew = (message) => !document.getElementById(message.id);
  if (isTyping && [...page.querySelectorAll(".field__error")].some(isNew)) detail.shouldSwap = false;
});

// A field is told whether a message stands beside it, as Django does when it makes the page.
document.addEventListener("htmx:afterSettle", () => {
  trouble.hidden = true;
  for (const control of form.querySelectorAll("input, select")) {
    const message = document.getElementById(`${control.id}_error`);
    const helpText = document.getElementById(`${control.id}_helptext`);
    const about = [helpText, message].filter(Boolean).map((part) => part.id);
    if (message) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    if (about.length) control.setAttribute("aria-describedby", about.join(" "));
    else control.removeAttribute("aria-describedby");
  }
});

// A request that a newer one replaces is no failure.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => {
    trouble.hidden = false;
  });
}

// Somebody may have typed before htmx was there, or the browser has brought words back.
document.addEventListener(
  "htmx:load",
  () => {
    const asked = new URLSearchParams(location.search);
    const typed = [...new FormData(form)].filter(([, value]) => value);
    if (typed.some(([name, value]) => value !== asked.get(name))) {
      form.dispatchEvent(new Event("input", { bubbles: true }));
    }
  },
  { once: true },
);
