// Places in a text are counted in code points, as the server counts them. JavaScript counts UTF-16 units, so that an
// emoji would be two: every place is counted here by going over the text, one code point after the other.

/** Number of code points in a string. */
export function pointsIn(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The part of a string from one code point to another. */
export function sliceOfPoints(text, start, end) {
  return Array.from(text).slice(start, end).join("");
}

/** [start, end] in code points for [start, end] in UTF-16 units, for many spans in rising order, in one pass. */
export function inPoints(text, spans) {
  const points = new Map();
  let units = 0;
  let count = 0;
  for (const point of text) {
    points.set(units, count);
    units += point.length;
    count += 1;
  }
  points.set(units, count);
  return spans.map(([start, end]) => [points.get(start), points.get(end)]);
}

/** The text node and UTF-16 offset that stand `point` code points into an element. */
export function placeIn(element, point) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = point;
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    last = node;
    let units = 0;
    for (const letter of node.data) {
      if (left === 0) return [node, units];
      units += letter.length;
      left -= 1;
    }
    if (left === 0) return [node, units];
  }
  return last ? [last, last.data.length] : [element, 0];
}

/** How many code points of an element stand before a place in it. */
export function pointsBefore(element, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(element);
  range.setEnd(node, offset);
  return pointsIn(range.toString());
}
