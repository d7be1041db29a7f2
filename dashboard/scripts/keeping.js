// A note is kept when its box is left. Whoever pauses while writing has it kept too, so that nothing is lost when another
// presenter gives the word to somebody else and the box becomes that one's.

const PAUSE_MS = 700;
const NOTE = '[class*="st-key-note-"] textarea';

export default function keeping() {
  let waiting = 0;
  const later = event => {
    const box = event.target;
    if (!box.matches || !box.matches(NOTE)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => box.dispatchEvent(new FocusEvent("focusout", { bubbles: true })), PAUSE_MS);
  };
  document.addEventListener("input", later);
  return () => {
    clearTimeout(waiting);
    document.removeEventListener("input", later);
  };
}
