// A form that is answered while somebody types: htmx asks for the page that its button leads to and takes
// the answer and the messages from there (`LIVE` in SalaryCheckForm and VacancyRequestForm); the salary
// check also keeps the address in step, so that it can be passed on. The fields stay where they are. This
// adds what htmx leaves open.

const form = document.querySelector("form[data-hx-get], form[data-hx-post]");
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
  if (isTyping && [...page.querySelectorAll(".field__error")].some(isNew)) {
    detail.shouldSwap = false;
    document.getElementById("budget-antwort")?.replaceChildren(); // it was about what stood there before
  }
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

// While another role brings other rows, nobody should tick or type into those that go.
const rows = document.getElementById("wuensche");
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (rows) rows.inert = detail.elt.name === "edition";
});
document.addEventListener("htmx:afterRequest", () => {
  if (rows) rows.inert = false;
});

// A browser that goes back brings the role back, but not the rows that came for it.
addEventListener("pageshow", () => {
  const role = form.elements.edition;
  if (role && rows && role.value !== [...role.options].find((option) => option.defaultSelected)?.value) {
    role.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

// What was typed and not sent is asked about before it is left; so is a page that came back with
// messages, for no browser brings that one back.
let isTyped = document.getElementById("fehler-titel") !== null;
if (form.method === "post") {
  form.addEventListener("input", () => {
    isTyped = true;
  });
  form.addEventListener("submit", () => {
    isTyped = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isTyped) event.preventDefault();
  });
}

// A button that only checks needs no new page where there is a script, and rows come by themselves.
for (const button of form.querySelectorAll("button[value=wishes]")) button.hidden = true;
form.addEventListener("click", (event) => {
  if (!event.target.closest("button[name=check]")) return;
  event.preventDefault();
  form.dispatchEvent(new Event("check"));
});

// Enter asks about the budget that was just typed; it would send a request that is half filled in.
if (form.method === "post") {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.id.startsWith("id_budget_")) return;
    event.preventDefault();
    form.dispatchEvent(new Event("check"));
  });
}

// Somebody may have typed before htmx was there, or the browser has brought words back.
document.addEventListener(
  "htmx:load",
  () => {
    if (!form.dataset.hxReplaceUrl) return;
    const asked = new URLSearchParams(location.search);
    const typed = [...new FormData(form)].filter(([, value]) => value);
    if (typed.some(([name, value]) => value !== asked.get(name))) {
      form.dispatchEvent(new Event("input", { bubbles: true }));
    }
  },
  { once: true },
);
