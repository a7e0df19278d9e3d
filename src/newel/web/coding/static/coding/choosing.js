// What is selected: a span of the document in code points, moved by word, sentence or turn, or taken with the mouse.

import { inPoints, placeIn, pointsBefore, pointsIn, sliceOfPoints } from "./offsets.js";

const LIKE_WORDS = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;
const LIKE_SENTENCES = /[^.!?…]+[.!?…]*\s*/gu;

/** One unit of the page with its words and its place in the document. */
class Unit {
  constructor(element) {
    this.element = element;
    this.number = Number(element.dataset.unit);
    this.start = Number(element.dataset.start);
    this.end = Number(element.dataset.end);
    this.gap = element.dataset.gap;
    this.text = this.words.textContent;
  }

  get words() {
    return this.element.querySelector(".words");
  }

  /** Spans of the document, by word, sentence or turn. */
  parts(by) {
    if (by === "turn") return this.end > this.start ? [[this.start, this.end]] : [];
    return inPoints(this.text, cut(this.text, by)).map(([start, end]) => [this.start + start, this.start + end]);
  }
}

function cut(text, by) {
  if (!window.Intl || !Intl.Segmenter) {
    return [...text.matchAll(by === "word" ? LIKE_WORDS : LIKE_SENTENCES)].map((m) => [m.index, m.index + m[0].length]);
  }
  const found = [...new Intl.Segmenter("en", { granularity: by }).segment(text)];
  const kept = by === "word" ? found.filter((part) => part.isWordLike) : found.filter((part) => part.segment.trim());
  return kept.map((part) => [part.index, part.index + part.segment.trimEnd().length]);
}

/** The text of the page, and the span that is selected in it. */
export class Chosen {
  constructor(elements, onChange) {
    this.units = [...elements].map((element) => new Unit(element));
    this.parts = { word: null, sentence: null, turn: null };
    this.span = null;
    this.anchor = null;
    this.head = null;
    this.onChange = onChange;
    this.highlight = window.Highlight && CSS.highlights ? new Highlight() : null;
    if (this.highlight) CSS.highlights.set("newel-chosen", this.highlight);
  }

  /** Move to the next (1) or previous (-1) word, sentence or turn; with `extend`, take it in as well. */
  move(by, direction, extend) {
    this.parts[by] ??= this.units.flatMap((unit) => unit.parts(by));
    const next = this.#next(this.parts[by], direction);
    if (!next) return;
    this.head = next;
    if (!extend || !this.anchor) this.anchor = next;
    this.#set([Math.min(this.anchor[0], next[0]), Math.max(this.anchor[1], next[1])], true);
  }

  /** The part that holds the head where it is larger than the head, else the one beside it. */
  #next(parts, direction) {
    if (!this.head) {
      const unit = this.units.find((each) => each.element === document.activeElement) ?? this.units[0];
      return parts.find(([, end]) => unit && end > unit.start);
    }
    const [start, end] = this.head;
    const around = parts.findIndex((part) => part[0] <= start && start < part[1]);
    if (around < 0) {
      const after = parts.findIndex((part) => part[0] >= start);
      return parts[direction > 0 ? after : (after < 0 ? parts.length : after) - 1];
    }
    const [from, to] = parts[around];
    const larger = to - from > end - start;
    return larger ? parts[around] : parts[around + direction];
  }

  /** Select the whole unit that has the focus. */
  takeUnit(element) {
    const unit = this.units.find((each) => each.element === element);
    if (!unit || unit.end <= unit.start) return;
    this.anchor = this.head = [unit.start, unit.end];
    this.#set([unit.start, unit.end], true);
  }

  /** Take over what the mouse, or the browser's own keys, selected. */
  takeSelection() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const from = this.#point(range.startContainer, range.startOffset, true);
    const to = this.#point(range.endContainer, range.endOffset, false);
    if (from === null || to === null || to <= from) return;
    this.span = [from, to];
    const quote = this.quote();
    const start = from + pointsIn(quote) - pointsIn(quote.trimStart());
    const end = start + pointsIn(quote.trim());
    if (end <= start) return this.clear();
    this.anchor = this.head = [start, end];
    this.#set([start, end], false);
  }

  /** Forget the selection; the focus stays. */
  clear() {
    this.span = this.anchor = this.head = null;
    this.highlight?.clear();
    window.getSelection().removeAllRanges();
    this.onChange();
  }

  /** The unit where the selection ends that was moved last. */
  unit() {
    const place = this.head ?? this.span;
    return place ? this.units.find((unit) => unit.start <= place[0] && place[0] < unit.end) : null;
  }

  /** The words of the selection exactly as the document has them, what stands between units included. */
  quote() {
    if (!this.span) return "";
    const [start, end] = this.span;
    let said = "";
    for (const unit of this.units) {
      const whole = unit.text + unit.gap;
      const upTo = unit.start + pointsIn(whole);
      if (upTo <= start || unit.start >= end) continue;
      said += sliceOfPoints(whole, Math.max(0, start - unit.start), Math.min(upTo, end) - unit.start);
    }
    return said;
  }

  /** Show the selection again, after the inside of a unit was replaced. */
  draw() {
    this.highlight?.clear();
    if (!this.span) return;
    const range = this.#range();
    if (!range) return;
    this.highlight?.add(range);
    if (document.activeElement?.closest(".pane-text")) {
      const selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    }
  }

  #set(span, focus) {
    this.span = span;
    const unit = this.unit();
    if (focus && unit && document.activeElement !== unit.element) {
      unit.element.focus({ preventScroll: true });
      unit.element.scrollIntoView({ block: "nearest" });
    }
    if (focus) this.draw();
    else {
      const range = this.#range();
      this.highlight?.clear();
      if (range) this.highlight?.add(range);
    }
    this.onChange();
  }

  #range() {
    const [start, end] = this.span;
    const touched = this.units.filter((unit) => unit.start < end && start < unit.end);
    if (!touched.length) return null;
    const first = touched[0];
    const last = touched[touched.length - 1];
    const range = document.createRange();
    range.setStart(...placeIn(first.words, Math.max(0, start - first.start)));
    range.setEnd(...placeIn(last.words, Math.min(end, last.end) - last.start));
    return range;
  }

  /** A place of the page as a place of the document: inside words as it is, else at the next or the last unit's edge. */
  #point(node, offset, forward) {
    const inside = this.units.find((unit) => unit.words.contains(node));
    if (inside) return inside.start + pointsBefore(inside.words, node, offset);
    const place = document.createRange();
    place.setStart(node, offset);
    const after = (unit) => place.comparePoint(unit.words, 0) >= 0;
    const next = this.units.findIndex(after);
    if (forward) return next < 0 ? null : this.units[next].start;
    const before = (next < 0 ? this.units.length : next) - 1;
    return before < 0 ? null : this.units[before].end;
  }
}
