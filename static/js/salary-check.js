// The salary check answers while somebody types: htmx asks for the page that the button leads to, takes
// the answer and the messages from there (SalaryCheckForm in roles/forms.py) and keeps the address in
// step, so that it can be passed on. The fields stay where they are. This adds what htmx leaves open.

const form = document.querySelector("main form");
const trouble = document.getElementById("stoerung");

// What is empty is left out while somebody types: only the button asks for what is missing.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.triggeringEvent?.type === "submit") return;
  for (const [name, value] of Object.entries(detail.parameters)) {
    if (!value) delete detail.parameters[name];
  }
});

// A field is told whether a message stands beside it, as Django does when it makes the page.
document.addEventListener("htmx:afterSettle", () => {
  for (const control of form.querySelectorAll("input, select")) {
    const message = document.getElementById(`${control.id}_error`);
    if (message) {
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", message.id);
    } else {
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
    }
  }
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  trouble.hidden = detail.successful;
});

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
