// The redaction desk by keys, and marking what is selected. Every act works by its form without this.
"use strict";
const card = document.getElementById("card");
const text = document.getElementById("text");

// Keys work while a button or link of the card has the focus: never while somebody types, never elsewhere on the page.
card.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select, textarea, summary")) return;
  const chosen = card.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (chosen) {
    event.preventDefault();
    chosen.click();
  }
});

// What is selected in the text stands ready in the form that marks other words.
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
  const node = selection.anchorNode;
  const part = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest("[data-part]");
  const words = selection.toString().trim();
  if (!part || !words || words.length > 200 || words.includes("\n")) return;
  document.getElementById("mark").open = true;
  document.getElementById("f-words").value = words;
  document.getElementById("f-where").value = part.dataset.part;
});

const now = text.querySelector("[aria-current]");
if (now && card.getBoundingClientRect().left > text.getBoundingClientRect().left) now.scrollIntoView({ block: "center" });
