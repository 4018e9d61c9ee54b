// Names for what Django, Select2 and the text editor put into a page of the back office without one or
// in English, and words for Django's pictures of yes and no. Rows that somebody adds need them too,
// hence the observer.

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

nameAll();
new MutationObserver(tell).observe(document.body, {
  attributeFilter: ["class"],
  childList: true,
  subtree: true,
});
