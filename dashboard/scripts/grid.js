// A table that sorts by its headings and lets one row be chosen, as plain HTML: a reader's program reads it, it prints,
// and its letters grow with the page. Texts come as the reader's language writes them; what a column sorts by comes
// beside them, since "1 000" and "03.01.2025" do not sort as texts. Whatever comes is written with textContent.
//
// A column comes as its different cells and, row by row, which of them (`at`). A long table, one with `find`, draws
// the rows in sight and those next to them, more as it is scrolled, all on paper; its field leaves the rows that have
// every word written there.

const tables = new WeakMap();
const LONG = 80, STEP = 60;

export default function grid({ parentElement, data, setTriggerValue }) {
  const box = parentElement.querySelector(".mm-grid");
  const shape = JSON.stringify([data.columns, data.lang]);
  const before = tables.get(box);
  const same = before !== undefined && before.shape === shape;
  const table = same ? before : build(box, data, shape, before);
  table.send = (row) => setTriggerValue("chosen", row);
  tables.set(box, table);
  mark(table, data.selected);
}

function build(box, data, shape, before) {
  const element = document.createElement("table");
  const table = { shape, data, box, body: document.createElement("tbody"), lines: new Map(), heads: [], column: null, down: false, words: [], selected: null };
  element.setAttribute("aria-label", data.label);
  element.append(head(table), table.body);
  if (before !== undefined && String(before.data.columns.map((column) => column.name)) === String(data.columns.map((column) => column.name))) {
    Object.assign(table, { column: before.column, down: before.down, words: before.words });
  }
  if (data.find) element.setAttribute("aria-rowcount", data.count + 1);
  finder(table);
  arrange(table);
  box.style.setProperty("--rows", data.shown);
  box.onscroll = data.find ? () => grow(table) : null;
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

// The field of a long table, and how many rows it leaves of how many.
function finder(table) {
  const { data, box } = table, place = box.parentElement.querySelector(".mm-find");
  place.hidden = !data.find;
  if (!data.find) return place.replaceChildren();
  if (place.firstChild === null) {
    const field = document.createElement("input");
    field.type = "search";
    place.append(field, document.createElement("output"));
  }
  const [field, told] = place.children;
  if (!table.words.length) field.value = "";
  field.placeholder = data.find;
  field.setAttribute("aria-label", `${data.find}: ${data.label}`);
  field.oninput = () => {
    table.words = folded(field.value).split(/\s+/).filter(Boolean);
    arrange(table);
    mark(table, table.selected);
  };
  table.told = told;
}

const folded = (text) => text.toLowerCase().replace(/[ʻʼ'’‘`´]/g, "");

// The rows that have every word, each in whichever cell.
function found({ data, words }) {
  const rows = Array.from({ length: data.count }, (_, at) => at);
  if (!words.length) return rows;
  const texts = data.columns.map((column) => column.texts.map(folded));
  const has = words.map((word) => texts.map((own) => own.map((text) => text.includes(word))));
  return rows.filter((at) => has.every((columns) => columns.some((own, position) => own[which(data.columns[position], at)])));
}

const which = (column, at) => (column.at === null ? at : column.at[at]);

function row(table, at) {
  const line = document.createElement("tr");
  table.data.columns.forEach((column, position) => {
    const own = which(column, at), text = column.texts[own];
    const cell = document.createElement(position === 0 ? "th" : "td");
    if (position === 0) cell.scope = "row";
    cell.classList.toggle("mm-end", column.end);
    if (column.written) cell.translate = false;
    if (column.marks && column.marks[own]) {
      const sign = document.createElement("i");
      sign.className = `mm-mark mm-mark-${column.marks[own]}`;
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
  const here = table.order.indexOf(at);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: table.order.length - 1 }[event.key];
  if (next === undefined || table.order[next] === undefined) return;
  event.preventDefault();
  reach(table, next);
  table.lines.get(table.order[next]).querySelector("button").focus();
}

function mark(table, selected) {
  table.selected = selected;
  const place = selected === null ? -1 : table.order.indexOf(selected);
  if (place >= 0) reach(table, place);
  table.stop = place >= 0 ? selected : table.order[0];
  table.lines.forEach((line, at) => marked(table, line, at));
  if (place >= 0) show(table, table.lines.get(selected));
}

function marked(table, line, at) {
  line.classList.toggle("mm-chosen", at === table.selected);
  const button = line.querySelector("th button");
  if (button === null) return;
  button.setAttribute("aria-pressed", String(at === table.selected));
  button.tabIndex = at === table.stop ? 0 : -1;
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
  mark(table, table.selected);
}

function arrange(table) {
  const { column, down, data } = table;
  table.order = found(table);
  if (column !== null) {
    const collator = new Intl.Collator(data.lang, { numeric: true }), sorted = data.columns[column];
    const by = sorted.order ?? sorted.texts;
    table.order.sort((a, b) => compare(by[which(sorted, a)], by[which(sorted, b)], collator, down));
  }
  table.heads.forEach((cell, at) => {
    cell.setAttribute("aria-sort", at !== column ? "none" : down ? "descending" : "ascending");
  });
  if (table.told) table.told.value = `${written(table, table.order.length)} / ${written(table, data.count)}`;
  table.box.scrollTop = data.find ? 0 : table.box.scrollTop;
  draw(table, 0, data.find ? STEP : table.order.length);
}

const written = ({ data }, figure) => String(figure).replace(/\B(?=(\d{3})+$)/g, data.thousands);

// The rows from one place of the order to before another.
function draw(table, from, to) {
  table.from = Math.max(0, from);
  table.to = Math.min(to, table.order.length);
  table.body.replaceChildren(...lines(table, table.from, table.to));
}

function lines(table, from, to) {
  return table.order.slice(from, to).map((at, place) => {
    if (!table.lines.has(at)) {
      table.lines.set(at, row(table, at));
      marked(table, table.lines.get(at), at);
    }
    if (table.data.find) table.lines.get(at).ariaRowIndex = from + place + 2; // the headings are the first
    return table.lines.get(at);
  });
}

// More rows where the end of those drawn comes near; above, what is in sight stays where it is.
function grow(table) {
  const { box, body } = table;
  if (table.to < table.order.length && box.scrollTop + 2 * box.clientHeight > box.scrollHeight) {
    const more = Math.min(table.to + STEP, table.order.length);
    body.append(...lines(table, table.to, more));
    table.to = more;
  }
  if (table.from > 0 && box.scrollTop < box.clientHeight) {
    const more = Math.max(0, table.from - STEP), seen = body.firstChild, top = seen.offsetTop;
    const scrolled = box.scrollTop;
    body.prepend(...lines(table, more, table.from));
    table.from = more;
    box.scrollTop = scrolled + seen.offsetTop - top;
  }
}

function reach(table, place) {
  if (place < table.from || place >= table.to) draw(table, place - STEP / 2, place + STEP / 2);
}

function compare(a, b, collator, down) {
  const missing = (value) => value === null || value === "";
  if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b)); // what is missing stands last either way
  const numbers = Number(typeof b === "number") - Number(typeof a === "number");
  const found = numbers || (typeof a === "number" ? a - b : collator.compare(a, b));
  return down ? -found : found;
}

function every(act) {
  document.querySelectorAll(".mm-grid").forEach((box) => {
    const table = tables.get(box);
    if (table !== undefined && table.data.find) act(table);
  });
}

addEventListener("beforeprint", () => every((table) => draw(table, 0, table.order.length)));
addEventListener("afterprint", () => every((table) => {
  draw(table, 0, STEP);
  mark(table, table.selected);
}));
