// Puts the parts of a profile in order: by two buttons in each row and, for who has a pointer, by a
// handle. The order is written into the number fields, which do the same by hand without this script.
// A row that moves stays in the document, and the others go around it: it keeps the focus, the pointer
// that holds it, and whatever runs in it.

const NAMING = "[name$='-title'], [name$='-caption']"; // the field that a row is known by
const NEAR_EDGE = 96; // pixels from the edge of the window where dragging scrolls
const IS_DRAG = 4; // pixels; a hand that only presses trembles

const controls = document.createElement("template");
controls.innerHTML = `
  <div class="ordering">
    <span class="ordering__handle" title="Ziehen, um zu ordnen" aria-hidden="true"></span>
    <button type="button" class="ordering__button ordering__button--up"></button>
    <button type="button" class="ordering__button ordering__button--down"></button>
  </div>`;

const announcement = document.createElement("div");
announcement.className = "visually-hidden";
announcement.setAttribute("role", "status");
document.querySelector("main").append(announcement);

const rowsOf = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
const placeOf = (row) => row.querySelector("[name$='-position']");
const labelOf = (row) => row.querySelector(".inline_label");
const indexOf = (row) => Number(row.id.split("-").pop());
const topOf = (element) => element.getBoundingClientRect().top;
const isStored = (row) => row.classList.contains("has_original");

function nameOf(row) {
  const kind = row.querySelector("h3 > b").textContent.replace(/:$/, "");
  return row.querySelector(NAMING)?.value.trim() || row.dataset.name || `${kind} (neu)`;
}

// A new row without a place goes behind the others, as it does on the server.
function placed(row) {
  return Number(placeOf(row).value) || (isStored(row) ? 0 : Infinity);
}

const byPlace = (row, other) => (placed(row) < placed(other) ? -1 : Number(placed(row) > placed(other)));
const byIndex = (row, other) => indexOf(row) - indexOf(other);

function arrange(group, order) {
  const rows = rowsOf(group);
  if (rows.every((row, at) => row === order[at])) return;
  const end = rows.at(-1).nextSibling;
  for (const row of order) end.parentElement.insertBefore(row, end);
}

function moveTo(group, row, place) {
  const rows = rowsOf(group);
  const from = rows.indexOf(row);
  if (place < from) row.after(...rows.slice(place, from));
  else row.before(...rows.slice(from + 1, place + 1));
}

function number(group) {
  rowsOf(group).forEach((row, at) => {
    placeOf(row).value = at + 1;
  });
}

function tell(group) {
  const rows = rowsOf(group);
  rows.forEach((row, at) => {
    const name = nameOf(row);
    if (labelOf(row).textContent !== name) labelOf(row).textContent = name;
    const [up, down] = row.querySelectorAll(".ordering__button");
    up.setAttribute("aria-label", `„${name}“ nach oben`);
    up.setAttribute("aria-disabled", at === 0);
    down.setAttribute("aria-label", `„${name}“ nach unten`);
    down.setAttribute("aria-disabled", at === rows.length - 1);
  });
}

function settle(group, row) {
  number(group);
  tell(group);
  const rows = rowsOf(group);
  const place = rows.indexOf(row) + 1;
  row.dispatchEvent(new Event("change", { bubbles: true })); // as typing a number would
  announcement.textContent = `„${nameOf(row)}“ steht jetzt an Stelle ${place} von ${rows.length}.`;
}

// Do what changes the height of rows, and keep this one where it is in the window.
function inPlace(row, change) {
  const before = topOf(row);
  change();
  scrollBy({ top: topOf(row) - before, behavior: "instant" });
}

function press(group, button) {
  const row = button.closest(".inline-related");
  const isUp = button.matches(".ordering__button--up");
  if (button.getAttribute("aria-disabled") === "true") {
    announcement.textContent = `„${nameOf(row)}“ steht schon ganz ${isUp ? "oben" : "unten"}.`;
    return;
  }
  inPlace(row, () => moveTo(group, row, rowsOf(group).indexOf(row) + (isUp ? -1 : 1)));
  settle(group, row);
}

function drag(group, handle, { clientY, pointerId }) {
  const row = handle.closest(".inline-related");
  const before = rowsOf(group);
  const listeners = new AbortController();
  const { signal } = listeners;
  let pointer = clientY;
  let grip; // from the top of the row to the pointer, once it is dragged
  let scrolledAt;

  function begin() {
    inPlace(row, () => {
      group.classList.add("ordered--moving");
      row.classList.add("is-moved");
    });
    grip = pointer - topOf(row);
    scrolledAt = performance.now();
    requestAnimationFrame(scroll);
  }

  function follow() {
    const top = pointer - grip;
    const middle = (other) => topOf(other) + other.offsetHeight / 2;
    const rows = rowsOf(group);
    let place = rows.indexOf(row);
    while (place > 0 && top < middle(rows[place - 1])) place -= 1;
    while (place < rows.length - 1 && top + row.offsetHeight > middle(rows[place + 1])) place += 1;
    if (rows[place] !== row) moveTo(group, row, place);
  }

  // Ten times as many pixels a second as the pointer is too near to the edge.
  function scroll(now) {
    if (signal.aborted) return;
    const above = Math.min(0, pointer - NEAR_EDGE);
    const below = Math.max(0, pointer - (innerHeight - NEAR_EDGE));
    if (above || below) {
      scrollBy({ top: ((above + below) * (now - scrolledAt)) / 100, behavior: "instant" });
      follow();
    }
    scrolledAt = now;
    requestAnimationFrame(scroll);
  }

  function end(isKept) {
    listeners.abort();
    if (grip === undefined) return;
    if (!isKept) moveTo(group, row, before.indexOf(row));
    inPlace(row, () => {
      group.classList.remove("ordered--moving");
      row.classList.remove("is-moved");
    });
    if (rowsOf(group).indexOf(row) !== before.indexOf(row)) settle(group, row);
  }

  function move(event) {
    pointer = event.clientY;
    if (grip === undefined && Math.abs(pointer - clientY) < IS_DRAG) return;
    if (grip === undefined) begin();
    follow();
  }

  handle.setPointerCapture(pointerId);
  handle.addEventListener("pointermove", move, { signal });
  handle.addEventListener("pointerup", () => end(true), { signal });
  handle.addEventListener("pointercancel", () => end(false), { signal });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && end(false), { signal });
}

function setUp(group) {
  for (const row of group.querySelectorAll(".inline-related")) {
    row.querySelector("h3").after(controls.content.cloneNode(true));
    if (isStored(row)) row.dataset.name = labelOf(row).textContent.trim();
  }
  arrange(group, rowsOf(group).sort(byPlace)); // a page that was sent back holds places by number only
  tell(group);
  group.classList.add("ordered--live");

  group.addEventListener("click", ({ target }) => {
    const button = target.closest(".ordering__button");
    if (button) press(group, button);
  });
  group.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".ordering__handle");
    if (handle && event.isPrimary && event.button === 0) drag(group, handle, event);
  });
  group.addEventListener("input", ({ target }) => {
    if (target.matches(NAMING)) tell(group);
  });
  group.addEventListener("formset:added", ({ target }) => {
    placeOf(target).value = Math.max(0, ...rowsOf(group).map((row) => Number(placeOf(row).value))) + 1;
    tell(group);
  });

  // Django numbers the fields of what is left in the order in which it stands there, and the server
  // wants stored rows before new ones: so it meets the rows as they came, and they go back afterwards.
  let order = [];
  group.addEventListener(
    "click",
    ({ target }) => {
      order = target.closest(".inline-deletelink") ? rowsOf(group) : [];
      if (order.length) arrange(group, order.toSorted(byIndex));
    },
    { capture: true },
  );
  group.addEventListener("click", () => {
    const rest = order.filter((row) => row.isConnected);
    if (rest.length) arrange(group, rest);
    if (order.length) tell(group);
  });
}

for (const group of document.querySelectorAll("fieldset.ordered")) {
  if (placeOf(group)) setUp(group);
}
