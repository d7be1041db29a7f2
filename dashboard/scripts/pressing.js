// Next and previous, by arrow or by click, travel by a request of their own, given again until a server answers. So
// what is pressed in the moment a server falls is neither lost nor waits for the page's socket: whichever server is left
// does it. Each press names what its presenter had seen (`seen`), by which any server does it once (decision 0043).

const WAYS = { ArrowRight: "next", ArrowLeft: "back" };
const BUTTONS = ".st-key-turn-on button, .st-key-turn-back button";
const WRITING = "input, textarea, select, [contenteditable]";
const OWN = "[role=tab], [role=radio], [role=slider], [role=option], [role=gridcell]"; // move by arrows themselves
const AGAIN_MS = 250;
const ANSWERS_WITHIN_MS = 4000; // a machine that is gone does not refuse, it is silent
const KEPT_MS = 120000; // as long as a server keeps the session of a page that was lost (disconnectedSessionTTL)
const WATCHED_MS = 700; // by then the walls have it: another press means the next one, though the page may be late
const REFUSED = [401, 403]; // another try would not change it

let page = null; // what the page shows now; null where no meeting is led
let sending = null; // what was seen when the word was given that has not gone yet

export default function pressing({ data, setTriggerValue }) {
  const mine = { seen: data.seen, told: () => setTriggerValue("answered", data.seen) };
  page = mine;
  document.body.dataset.seen = data.seen; // for whoever waits until a press means the next speaker
  return () => {
    if (page === mine) page = null;
  };
}

// Before Streamlit's own listeners, which would send it over the socket.
addEventListener("keydown", byKey, true);
addEventListener("click", byClick, true);
document.body.addEventListener("keydown", keptFromStreamlit); // after a widget's listener, before that of the document

function byKey(event) {
  const way = WAYS[event.key];
  if (!page || !way || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest?.(`${WRITING}, ${OWN}`)) return;
  taken(event);
  if (!event.repeat) press(way); // a key held down is one key
}

function keptFromStreamlit(event) {
  if (page && WAYS[event.key] && event.target.closest?.(OWN)) event.stopPropagation();
}

function byClick(event) {
  const button = page && event.target.closest?.(BUTTONS);
  if (!button) return;
  taken(event);
  press(button.closest(".st-key-turn-on") ? "next" : "back");
}

function taken(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

async function press(way) {
  const { seen } = page;
  if (seen === sending) return; // the word has not gone yet, so there is nobody to pass it on
  const until = performance.now() + KEPT_MS;
  sending = seen; // another press once the page shows more is another: the answer may be late, or lost with its server
  document.body.dataset.pressed = way;
  let entry;
  while ((entry = await given(seen, way)) === undefined && performance.now() < until) await pause(AGAIN_MS);
  if (sending === seen) {
    sending = null;
    delete document.body.dataset.pressed;
  }
  page?.told();
  await pause(WATCHED_MS);
  if (page && entry) page.seen = Math.max(page.seen, entry);
}

// The entry of the trail under which the word went, null where it will not, undefined where no server answers.
async function given(seen, way) {
  try {
    const answer = await fetch(`/stage/word/${seen}/${way}${location.search}`, {
      method: "PUT",
      redirect: "error",
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    if (answer.ok) return (await answer.json()).entry;
    return REFUSED.includes(answer.status) ? null : undefined;
  } catch {
    return undefined;
  }
}

function pause(ms) {
  return new Promise(later => setTimeout(later, ms));
}
