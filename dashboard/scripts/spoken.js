// What Streamlit says in English to those who hear the page: the language of the document, the names of its buttons and
// boxes. Here they get the reader's words; the letters on the screen are replaced by the style sheet.

const NAMES = {
  Open: "open",
  "Clear all": "clear",
  "Selected values": "selected",
  "file upload": "upload",
  "Add files": "more",
  "Choose an option": "choose",
  Close: "close",
};
const REMOVE = /^Remove (.+)$/s;

export default function spoken({ data }) {
  document.documentElement.lang = data.lang;
  const page = document.body; // dialogs and lists stand beside the application
  let asked = false;
  const speak = () => {
    asked = false;
    for (const part of page.querySelectorAll("[aria-label]")) say(part, "aria-label", data);
    for (const part of page.querySelectorAll("input[placeholder]")) say(part, "placeholder", data);
    for (const button of page.querySelectorAll('[data-testid="stFileUploaderDropzone"] button:not([aria-label])')) {
      button.setAttribute("aria-label", data.upload);
    }
  };
  const observer = new MutationObserver(() => {
    if (!asked) requestAnimationFrame(speak);
    asked = true;
  });
  observer.observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] });
  speak();
  return () => observer.disconnect();
}

function say(part, attribute, data) {
  const said = part.getAttribute(attribute);
  const removed = REMOVE.exec(said);
  const words = removed ? `${data.remove}: ${removed[1]}` : data[NAMES[said]];
  if (words !== undefined && words !== said) part.setAttribute(attribute, words);
}
