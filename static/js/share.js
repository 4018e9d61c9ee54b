// Buttons that copy a text or hand the page to the system's own share dialog. They are hidden until
// it is known that they work; the text can always be selected by hand.

const done = document.querySelector("[role=status]");

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const text = source.value ?? source.textContent;
    try {
      await navigator.clipboard.writeText(text.replace(/\s+/g, " ").trim());
      done.textContent = "Kopiert.";
    } catch {
      done.textContent = "Ihr Browser erlaubt das Kopieren nicht. Bitte markieren Sie den Text.";
    }
  });
}

for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = !navigator.share;
  button.addEventListener("click", () => {
    // Closing the dialog without a choice is no error.
    navigator.share({ title: document.title, url: location.href.split("#")[0] }).catch(() => {});
  });
}
