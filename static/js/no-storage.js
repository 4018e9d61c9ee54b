// Pages of ours store nothing in the browser. htmx would write the address, and with it what somebody
// typed, to the session storage as soon as it loads, whatever its settings say. Where a browser forbids
// storage it does without, and so it is told here; this has to run before it.

Object.defineProperty(window, "sessionStorage", {
  get() {
    throw new DOMException("This site stores nothing in your browser.", "SecurityError");
  },
});
