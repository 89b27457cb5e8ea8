/**
 * Underlines in a textarea or an input: a see-through copy of it, laid exactly over it, whose
 * text is invisible and whose underlines are not. The copy lives in Bedside's own
 * shadow root and takes no clicks.
 */
import { adopt, highlightCSS } from '../../ui/styles';
import { inWindow, isElement, isInPage, parentOf } from '../dom';
import type { Mark, Severity } from '../report';
import { shadow, tidyHost } from './host';

/**
 * The same underlines for elements. Highlights will not do here: their registry is the
 * page's too, and a range in it would hand the page Bedside's closed shadow root.
 */
const underlineCSS = highlightCSS.replace(/::highlight\((bedside-\w+)\)/g, '.$1');

/** A field of plain text. */
export type Field = HTMLTextAreaElement | HTMLInputElement;

/** What decides where the letters of the field are. */
const copied = [
  'border-top-width',
  'border-right-width',
  'border-bottom-width',
  'border-left-width',
  'padding-top',
  'padding-right',
  'padding-bottom',
  'padding-left',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'font-stretch',
  'font-variant',
  'font-kerning',
  'font-feature-settings',
  'letter-spacing',
  'word-spacing',
  'line-height',
  'text-transform',
  'text-indent',
  'text-align',
  'tab-size',
  'direction',
  'hyphens',
  'word-break',
] as const;

export class Mirror {
  #field: Field;
  #frame: HTMLElement | null = null;
  /** In the frame: a span for each stretch of the text, with a text node each. */
  #sheet = document.createElement('div');
  #text = '';
  #size: ResizeObserver;
  #undress: (() => void) | null = null;

  constructor(field: Field) {
    this.#field = field;
    this.#size = new ResizeObserver(this.#place);
  }

  /** Shows the text with these underlines; with none, the mirror goes. */
  show(text: string, marks: readonly Mark[]): void {
    if (marks.length === 0) {
      this.close();
      return;
    }
    if (!this.#frame?.isConnected) this.#appear();
    this.#text = text;
    // A last line that is empty needs something in it to be a line.
    this.#write([...underlined(text, marks), { text: '\u200b', severity: null }]);
    this.#place();
  }

  /** The boxes of a stretch on the screen. */
  boxes(start: number, end: number): DOMRect[] {
    if (!this.#frame?.isConnected || end > this.#text.length) return [];
    const seen = boxOf(this.#field);
    const boxes = [...this.#range(start, end).getClientRects()];
    return boxes.filter((box) => box.bottom > seen.top && box.top < seen.bottom);
  }

  close(): void {
    if (!this.#frame?.isConnected) return;
    this.#frame.remove();
    this.#frame = null;
    this.#undress?.();
    this.#size.disconnect();
    for (const target of this.#scrolling()) {
      target.removeEventListener('scroll', this.#place, { capture: true });
    }
    removeEventListener('resize', this.#place);
    tidyHost();
  }

  /** Where scrolling is heard of: it does not leave shadow roots and frames. */
  #scrolling(): EventTarget[] {
    const { ownerDocument } = this.#field;
    return [...new Set([window, ownerDocument.defaultView ?? window, this.#field.getRootNode()])];
  }

  #range(start: number, end: number): Range {
    const range = document.createRange();
    let at = 0;
    for (const piece of this.#sheet.childNodes) {
      const node = piece.firstChild as Text;
      const next = at + node.length;
      if (start >= at && start < next) range.setStart(node, start - at);
      if (end > at && end <= next) range.setEnd(node, end - at);
      at = next;
    }
    return range;
  }

  /** Writes the pieces into the sheet. No node goes, for that would cut into what one types. */
  #write(pieces: readonly Piece[]): void {
    const spans = this.#sheet.children;
    for (let i = 0; i < Math.max(pieces.length, spans.length); i++) {
      const { text, severity } = pieces[i] ?? { text: '', severity: null };
      const span = spans[i] ?? this.#sheet.appendChild(document.createElement('span'));
      if (!span.firstChild) span.append('');
      const node = span.firstChild as Text;
      if (node.data !== text) node.data = text;
      span.className = severity ? `bedside-${severity}` : '';
    }
  }

  #appear(): void {
    const root = shadow();
    this.#sheet = document.createElement('div');
    this.#frame = document.createElement('div');
    this.#frame.className = 'bedside-mirror';
    this.#frame.setAttribute('aria-hidden', 'true');
    this.#frame.append(this.#sheet);
    root.append(this.#frame);
    this.#undress = adopt(root, underlineCSS);
    this.#size.observe(this.#field);
    this.#size.observe(document.documentElement);
    for (const target of this.#scrolling()) {
      target.addEventListener('scroll', this.#place, { capture: true, passive: true });
    }
    addEventListener('resize', this.#place, { passive: true });
  }

  /** Lays the copy over the field as it is now. */
  #place = (): void => {
    const field = this.#field;
    const frame = this.#frame;
    // Pages empty a field without an event, some of them long after the click on Post.
    if (!frame || !isInPage(field) || field.value !== this.#text) {
      this.close();
      return;
    }
    const style = getComputedStyle(field);
    const { left, top, width, height } = boxOf(field);
    const oneLine = field.localName === 'input';
    const sheet = this.#sheet.style;
    for (const property of copied) {
      sheet.setProperty(property, style.getPropertyValue(property));
    }
    const scrollbar =
      field.offsetWidth -
      field.clientWidth -
      Number.parseFloat(style.borderLeftWidth) -
      Number.parseFloat(style.borderRightWidth);
    Object.assign(sheet, {
      boxSizing: 'border-box',
      width: `${width - scrollbar}px`,
      minHeight: `${height}px`,
      borderStyle: 'solid',
      borderColor: 'transparent',
      color: 'transparent',
      whiteSpace: oneLine ? 'pre' : 'pre-wrap',
      overflowWrap: 'break-word',
      // A single line stands in the middle of its field.
      ...(oneLine && { lineHeight: `${innerHeightOf(field, style)}px` }),
      transform: `translate(${-field.scrollLeft}px, ${-field.scrollTop}px)`,
    });
    Object.assign(frame.style, {
      position: 'fixed',
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
      overflow: 'hidden',
      pointerEvents: 'none',
      clipPath: clip(field),
    });
  };
}

/** What the scrolling ancestors of a field cut off of it, as a clip path. */
function clip(field: HTMLElement): string {
  const box = boxOf(field);
  let { top, right, bottom, left } = box;
  for (let e = parentOf(field); e && e !== document.body; e = parentOf(e)) {
    const isFrame = isElement(e) && e.localName === 'iframe';
    if (!isElement(e) || (!isFrame && getComputedStyle(e).overflow === 'visible')) continue;
    const frame = boxOf(e);
    top = Math.max(top, frame.top);
    right = Math.min(right, frame.right);
    bottom = Math.min(bottom, frame.bottom);
    left = Math.max(left, frame.left);
  }
  const cut = [top - box.top, box.right - right, box.bottom - bottom, left - box.left];
  return `inset(${cut.map((n) => `${Math.max(n, 0)}px`).join(' ')})`;
}

function boxOf(element: Element): DOMRect {
  return inWindow(element.ownerDocument, element.getBoundingClientRect());
}

/** The height that a field has for its line, CSS pixels. */
function innerHeightOf(field: Field, style: CSSStyleDeclaration): number {
  const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
  return field.clientHeight - padding;
}

/** A stretch of the text, underlined or not. */
interface Piece {
  text: string;
  severity: Severity | null;
}

/** The text in pieces; where marks overlap, the last one shows. */
function underlined(text: string, marks: readonly Mark[]): Piece[] {
  const edges = new Set([0, text.length]);
  for (const { start, end } of marks) edges.add(start).add(end);
  const sorted = [...edges].filter((n) => n <= text.length).sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => {
    const end = sorted[i + 1]!;
    const mark = marks.findLast((m) => m.start <= start && m.end >= end);
    return { text: text.slice(start, end), severity: mark?.severity ?? null };
  });
}
