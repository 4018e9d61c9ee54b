// Asks before a page of the back office is left on which something was typed and not saved.

const form = document.querySelector("#content-main > form[id$='_form']");
let isTyped = Boolean(form?.querySelector(".errornote")); // a page that was sent back is not saved either

function ask(event) {
  if (isTyped) event.preventDefault();
}

if (form) {
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      isTyped = true;
    });
  }
  form.addEventListener("submit", () => {
    isTyped = false;
  });
  window.addEventListener("beforeunload", ask);
}

// Browsers bring back what was typed into fields after the text editor has read them; it has to read
// them again, else it shows one text and the form sends another.
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll(".prose-editor textarea")) {
    const text = field.closest(".prose-editor").querySelector("[contenteditable]");
    if (text?.editor && field.value !== field.defaultValue) text.editor.commands.setContent(field.value);
  }
});
