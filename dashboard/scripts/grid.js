// A table that sorts by its headings and lets one row be chosen, as plain HTML: a reader's program reads it, it prints,
// and its letters grow with the page. Texts come as the reader's language writes them; what a column sorts by comes
// beside them, since "1 000" and "03.01.2025" do not sort as texts. Whatever comes is written with textContent.

const tables = new WeakMap();
const LONG = 80;

export default function grid({ parentElement, data, setTriggerValue }) {
  const box = parentElement.querySelector(".mm-grid");
  const shape = JSON.stringify([data.columns, data.rows, data.lang]);
  const before = tables.get(box);
  const same = before !== undefined && before.shape === shape;
  const table = same ? before : build(box, data, shape, before);
  table.send = (row) => setTriggerValue("chosen", row);
  tables.set(box, table);
  mark(table, data.selected);
}

function build(box, data, shape, before) {
  const element = document.createElement("table");
  const table = { shape, data, box, body: document.createElement("tbody"), rows: [], heads: [], column: null, down: false };
  element.setAttribute("aria-label", data.label);
  element.append(head(table), table.body);
  table.rows = data.rows.map((texts, at) => row(table, texts, at));
  if (before !== undefined && String(before.data.columns.map((column) => column.name)) === String(data.columns.map((column) => column.name))) {
    Object.assign(table, { column: before.column, down: before.down });
  }
  arrange(table);
  box.style.setProperty("--rows", data.shown);
  box.replaceChildren(element);
  return table;
}

function head(table) {
  const line = document.createElement("tr");
  table.data.columns.forEach((column, at) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.classList.toggle("mm-end", column.end);
    cell.classList.toggle("mm-word", !column.name.includes(" ")); // "2024-yil" stays on one line
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = column.name;
    button.addEventListener("click", () => turn(table, at));
    cell.append(button);
    table.heads.push(cell);
    line.append(cell);
  });
  const element = document.createElement("thead");
  element.append(line);
  return element;
}

function row(table, texts, at) {
  const line = document.createElement("tr");
  texts.forEach((text, position) => {
    const column = table.data.columns[position];
    const cell = document.createElement(position === 0 ? "th" : "td");
    if (position === 0) cell.scope = "row";
    cell.classList.toggle("mm-end", column.end);
    if (column.written) cell.translate = false;
    if (column.marks && column.marks[at]) {
      const sign = document.createElement("i");
      sign.className = `mm-mark mm-mark-${column.marks[at]}`;
      cell.append(sign, " ");
    }
    cell.append(position === 0 && table.data.choose ? chooser(table, text, at) : clipped(text));
    line.append(cell);
  });
  if (table.data.choose) {
    line.addEventListener("click", () => choose(table, at));
    line.classList.add("mm-choose");
  }
  return line;
}

// A long text is cut after some lines (styles/long.css) and whole in its title; any other stands as it is.
function clipped(text) {
  if (text.length <= LONG) return text;
  const box = document.createElement("span");
  box.className = "mm-clip";
  box.textContent = text;
  box.title = text;
  return box;
}

function chooser(table, text, at) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(clipped(text));
  button.addEventListener("keydown", (event) => step(table, at, event));
  return button;
}

function choose(table, at) {
  if (getSelection().type === "Range") return; // a text was marked to be copied
  const now = table.selected === at ? null : at;
  mark(table, now);
  table.send(now === null ? -1 : now);
}

function step(table, at, event) {
  const lines = [...table.body.children];
  const here = lines.indexOf(table.rows[at]);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: lines.length - 1 }[event.key];
  if (next === undefined || lines[next] === undefined) return;
  event.preventDefault();
  lines[next].querySelector("button").focus();
}

function mark(table, selected) {
  table.selected = selected;
  table.rows.forEach((line, at) => {
    line.classList.toggle("mm-chosen", at === selected);
    const button = line.querySelector("th button");
    if (button === null) return;
    button.setAttribute("aria-pressed", String(at === selected));
    button.tabIndex = at === selected || (selected === null && line === table.body.firstChild) ? 0 : -1;
  });
  if (selected !== null) show(table, table.rows[selected]);
}

function show(table, line) {
  const { box } = table, head = table.heads[0].offsetHeight, room = box.clientHeight - head;
  const top = line.offsetTop - head, under = top + line.offsetHeight - room;
  if (top < box.scrollTop || under > box.scrollTop) box.scrollTop = (top + under) / 2; // out of sight: to the middle
}

function turn(table, at) {
  const first = table.data.columns[at].end; // of figures the largest first, of words the first letter
  if (table.column !== at) Object.assign(table, { column: at, down: first });
  else if (table.down === first) table.down = !first;
  else table.column = null;
  arrange(table);
  mark(table, table.selected ?? null);
}

function arrange(table) {
  const { column, down, data } = table;
  const places = table.rows.map((_, at) => at);
  if (column !== null) {
    const collator = new Intl.Collator(data.lang, { numeric: true });
    const by = data.columns[column].order ?? data.rows.map((texts) => texts[column]);
    places.sort((a, b) => compare(by[a], by[b], collator, down));
  }
  table.heads.forEach((cell, at) => {
    cell.setAttribute("aria-sort", at !== column ? "none" : down ? "descending" : "ascending");
  });
  table.body.replaceChildren(...places.map((at) => table.rows[at]));
}

function compare(a, b, collator, down) {
  const missing = (value) => value === null || value === "";
  if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b)); // what is missing stands last either way
  const numbers = Number(typeof b === "number") - Number(typeof a === "number");
  const found = numbers || (typeof a === "number" ? a - b : collator.compare(a, b));
  return down ? -found : found;
}
