/**
 * Reads the text of an editing host out of its DOM and keeps the way back: which
 * piece of text lies in which node. It reads only; it never changes the DOM.
 *
 * A line is begun by content, not by elements: every block boundary and every <br>
 * ends the line at hand, and the next text, image or <br> begins a new one. So a
 * <br> that only props up an empty block counts for nothing, as on the screen.
 */

/** A piece of the text and the node it lies in: a text node, or an image for its alt text. */
export interface Piece {
  node: Text | Element;
  start: number;
  end: number;
}

export interface TextMap {
  text: string;
  /** In order, without gaps but for line breaks. */
  pieces: Piece[];
  /** Offsets of the line breaks that are a <br>; all others are block boundaries. */
  soft: Set<number>;
}

/** Says whether an element begins a line of its own. */
export type IsBlock = (element: Element) => boolean;

/** Text that some editors put into empty lines, to give the caret a place. */
const filler = /^[\u200b\ufeff]+$/;
const invisible = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT']);

/** The text of an editing host, and where it lies. */
export function readText(host: Element, isBlock: IsBlock): TextMap {
  const map: TextMap = { text: '', pieces: [], soft: new Set() };
  let inLine = false;
  let begun = false;
  let soft = false;

  const beginLine = () => {
    if (inLine) return;
    if (begun) {
      if (soft) map.soft.add(map.text.length);
      map.text += '\n';
    }
    begun = true;
    inLine = true;
  };
  const endLine = (bySoftBreak: boolean) => {
    if (inLine) soft = bySoftBreak;
    else if (!bySoftBreak) soft = false;
    inLine = false;
  };
  const add = (node: Text | Element, text: string) => {
    const start = map.text.length;
    map.text += text;
    map.pieces.push({ node, start, end: map.text.length });
  };
  const visit = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const { data } = node as Text;
      if (data === '') return;
      beginLine();
      if (!filler.test(data)) add(node as Text, data);
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const element = node as Element;
    if (invisible.has(element.tagName)) return;
    if (element.tagName === 'BR') {
      beginLine();
      endLine(true);
    } else if (element.tagName === 'IMG') {
      const alt = element.getAttribute('alt');
      if (!alt) return;
      beginLine();
      add(element, alt);
    } else if (isBlock(element)) {
      endLine(false);
      visitChildren(element);
      endLine(false);
    } else {
      visitChildren(element);
    }
  };
  const visitChildren = (parent: Node) => {
    for (let child = parent.firstChild; child; child = child.nextSibling) visit(child);
  };
  visitChildren(host);
  return map;
}

const inline = /^(inline|contents|none|ruby)/;

/** Asks the style of each element once: an element does not turn from block to inline. */
export function blocksByStyle(): IsBlock {
  const known = new WeakMap<Element, boolean>();
  return (element) => {
    let block = known.get(element);
    if (block === undefined) {
      block = !inline.test(getComputedStyle(element).display || 'inline');
      known.set(element, block);
    }
    return block;
  };
}

/** The number of leading pieces for which test holds; test must hold for a prefix. */
function prefix(pieces: Piece[], test: (piece: Piece) => boolean): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(pieces[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The DOM range of [start, end), or null when no text lies there. It begins and ends
 * in text, never in the line breaks about it.
 */
export function rangeOf(map: TextMap, start: number, end: number): Range | null {
  const first = map.pieces[prefix(map.pieces, (p) => p.end <= start)];
  const last = map.pieces[prefix(map.pieces, (p) => p.start < end) - 1];
  if (!first || !last || end <= start || first.start >= end || last.end <= start) return null;
  const range = first.node.ownerDocument.createRange();
  if (isText(first.node)) range.setStart(first.node, Math.max(start - first.start, 0));
  else range.setStartBefore(first.node);
  if (isText(last.node)) range.setEnd(last.node, Math.min(end, last.end) - last.start);
  else range.setEndAfter(last.node);
  return range;
}

/** The offset in the text of a place in the DOM; places between pieces count to the next one. */
export function offsetOf(map: TextMap, node: Node, offset: number): number {
  for (const piece of map.pieces) {
    if (piece.node === node) return piece.start + Math.min(offset, piece.end - piece.start);
  }
  const range = node.ownerDocument?.createRange();
  if (!range) return map.text.length;
  range.setStart(node, offset);
  const next = map.pieces.find((p) => range.comparePoint(p.node, 0) >= 0);
  return next ? next.start : map.text.length;
}

/** True when [start, end) holds something that typing cannot make again, like an emoji image. */
export function holdsAtoms(map: TextMap, start: number, end: number): boolean {
  return map.pieces.some((p) => p.start < end && p.end > start && isAtom(p.node));
}

function isAtom(node: Text | Element): boolean {
  if (!isText(node)) return true;
  return (
    node.parentElement?.closest('[contenteditable]')?.getAttribute('contenteditable') === 'false'
  );
}

function isText(node: Node): node is Text {
  return node.nodeType === Node.TEXT_NODE;
}
