// Names for what Django, Select2 and the text editor put into a page of the back office without one or
// in English, and words for Django's pictures of yes and no. Rows that somebody adds need them too,
// hence the observer. And the way to the field that the address of the page names.

const ANSWERS = { True: "Ja", False: "Nein", None: "Unbekannt" };
const BUTTONS = {
  "unordered list": "Aufzählung",
  "ordered list": "Nummerierte Liste",
  bold: "Fett",
  italic: "Kursiv",
  "insert link": "Link setzen",
  "remove link": "Link entfernen",
  undo: "Rückgängig",
  redo: "Wiederholen",
  "heading 2": "Überschrift",
  "heading 3": "Kleine Überschrift",
};

function nameAll() {
  for (const editor of document.querySelectorAll(".prose-editor [role=textbox]:not([aria-label])")) {
    const field = editor.closest(".prose-editor").querySelector("textarea");
    editor.setAttribute("aria-label", labelOf(field));
    editor.setAttribute("aria-multiline", "true");
    copy(field, editor, "aria-describedby");
    copy(field, editor, "aria-invalid");
  }
  for (const button of document.querySelectorAll(".prose-menubar__button")) {
    button.title = BUTTONS[button.title] ?? button.title;
    button.setAttribute("aria-label", button.title);
    tellState(button);
  }
  for (const dialog of document.querySelectorAll(".prose-editor-dialog:not([aria-label])")) {
    const title = dialog.querySelector(".prose-editor-dialog-title");
    if (title) dialog.setAttribute("aria-label", title.textContent);
  }
  for (const search of document.querySelectorAll(".select2-search__field:not([aria-label])")) {
    const field = search.closest(".select2-container").previousElementSibling;
    search.setAttribute("aria-label", labelOf(field));
    if (field) copy(field, search, "aria-describedby");
  }
  for (const choice of document.querySelectorAll(".select2-selection[role=combobox]")) {
    if (choice.hasAttribute("aria-owns")) {
      choice.setAttribute("aria-controls", choice.getAttribute("aria-owns"));
    } else {
      choice.removeAttribute("aria-controls");
    }
  }
  for (const list of document.querySelectorAll("body > .select2-container:not([role])")) {
    list.setAttribute("role", "region");
    list.setAttribute("aria-label", "Auswahl");
  }
  for (const icon of document.querySelectorAll("span.search-label-icon:not([role])")) {
    icon.setAttribute("role", "img");
  }
  for (const box of document.querySelectorAll(":is(.calendarbox, .clockbox):not([role])")) {
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", box.matches(".clockbox") ? "Uhr" : "Kalender");
  }
  for (const part of document.querySelectorAll(".datetime input:not([aria-label])")) {
    const kind = part.classList.contains("vTimeField") ? "Uhrzeit" : "Datum";
    const group = part.closest(".form-row")?.querySelector("label, legend");
    part.setAttribute("aria-label", `${nameOf(group)}, ${kind}`);
  }
  for (const answer of document.querySelectorAll("img[alt=True], img[alt=False], img[alt=None]")) {
    answer.replaceWith(ANSWERS[answer.alt]);
  }
  for (const column of document.querySelectorAll("th.sorted:not([aria-sort])")) {
    const order = column.classList.contains("ascending") ? "ascending" : "descending";
    column.setAttribute("aria-sort", order);
  }
}

// Once a frame: in the text editor each key changes something.
let isDue = false;

function nameSoon() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    nameAll();
    goToField();
  });
}

function labelOf(field) {
  return nameOf(field?.labels?.[0]);
}

function nameOf(label) {
  return label ? label.textContent.trim().replace(/:$/, "") : "Text";
}

function copy(from, to, attribute) {
  if (from.hasAttribute(attribute)) to.setAttribute(attribute, from.getAttribute(attribute));
}

// The bar over a text tells the state of its buttons by colour.
function tellState(button) {
  const { classList } = button;
  if (button.textContent.startsWith("format_")) {
    button.setAttribute("aria-pressed", classList.contains("active"));
  }
  button.setAttribute("aria-disabled", classList.contains("disabled"));
}

function tell(changes) {
  if (changes.some(({ type }) => type === "childList")) nameSoon();
  for (const { target, type } of changes) {
    if (type === "attributes" && target.matches(".prose-menubar__button")) tellState(target);
  }
}

// An address with the name of a field leads to it: a link of the pre-flight, for one. A browser by
// itself finds no text editor that is still to come, opens no group and gives nothing the focus.
const TO_COME =
  "[data-django-prose-editor-configurable]:not([id*=__prefix__], .prose-editor:has([role=textbox]) *)";
const INPUT = ".form-row :is(input, select, textarea):not([type=hidden])";
let isOnTheWay = false;
let place = null;

// While the page still grows, what grows above the place would push it away.
const growth = new ResizeObserver(() => place?.scrollIntoView());

function goToField() {
  if (!isOnTheWay || document.querySelector(TO_COME)) return;
  isOnTheWay = false;
  const named = document.getElementById(location.hash.slice(1));
  const field = named?.closest("#content-main form") && fieldOf(named);
  if (!field) return;
  for (let group = field; (group = group.parentElement.closest("details")); ) group.open = true;
  place = field.closest(".form-row") ?? named;
  field.focus({ preventScroll: true });
  growth.observe(document.body);
}

function fieldOf(named) {
  if (named.matches(".inline-group")) {
    return named.querySelector(".has_original") ? null : named.querySelector(".add-row a");
  }
  if (named.matches(".inline-related")) return named.querySelector(INPUT);
  return named.closest(".prose-editor")?.querySelector("[role=textbox]") ?? named;
}

function setOut() {
  leave();
  isOnTheWay = true;
  goToField();
}

// Whoever is there by now goes their own way.
function leave() {
  isOnTheWay = false;
  growth.disconnect();
}

for (const act of ["keydown", "pointerdown", "wheel"]) {
  addEventListener(act, leave, { passive: true });
}
// Behind the browser, which takes the focus from everything when it cannot give it to the place.
addEventListener("load", () => requestAnimationFrame(() => setTimeout(setOut)));
addEventListener("hashchange", () => setTimeout(setOut));

nameAll();
new MutationObserver(tell).observe(document.body, {
  attributeFilter: ["class"],
  childList: true,
  subtree: true,
});
