/**
 * Underlines in a textarea: a see-through copy of it, laid exactly over it, whose
 * text is invisible and whose underlines are not. The copy lives in Bedside's own
 * shadow root and takes no clicks.
 */
import type { Mark } from '../report';
import { dress, show } from './highlights';
import { shadow } from './host';

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
  #field: HTMLTextAreaElement;
  #frame = document.createElement('div');
  #sheet = document.createElement('div');
  #text = document.createTextNode('');
  #size: ResizeObserver;

  constructor(field: HTMLTextAreaElement) {
    this.#field = field;
    this.#frame.setAttribute('aria-hidden', 'true');
    // A last line that is empty needs something in it to be a line.
    this.#sheet.append(this.#text, '\u200b');
    this.#frame.append(this.#sheet);
    this.#size = new ResizeObserver(this.#place);
  }

  /** Shows the text with these underlines; with none, the mirror goes. */
  show(text: string, marks: readonly Mark[]): void {
    if (marks.length === 0) {
      this.close();
      return;
    }
    if (!this.#frame.isConnected) this.#appear();
    if (this.#text.data !== text) this.#text.data = text;
    this.#place();
    show(
      this,
      marks.map(({ start, end, severity }) => ({ range: this.#range(start, end), severity })),
    );
  }

  /** The boxes of a stretch on the screen. */
  boxes(start: number, end: number): DOMRect[] {
    if (!this.#frame.isConnected) return [];
    const seen = this.#field.getBoundingClientRect();
    const boxes = [...this.#range(start, end).getClientRects()];
    return boxes.filter((box) => box.bottom > seen.top && box.top < seen.bottom);
  }

  close(): void {
    show(this, []);
    if (!this.#frame.isConnected) return;
    this.#frame.remove();
    this.#size.disconnect();
    removeEventListener('scroll', this.#place, { capture: true });
    removeEventListener('resize', this.#place);
  }

  #range(start: number, end: number): Range {
    const range = document.createRange();
    range.setStart(this.#text, Math.min(start, this.#text.length));
    range.setEnd(this.#text, Math.min(end, this.#text.length));
    return range;
  }

  #appear(): void {
    shadow().append(this.#frame);
    dress(this.#frame);
    this.#size.observe(this.#field);
    this.#size.observe(document.documentElement);
    addEventListener('scroll', this.#place, { capture: true, passive: true });
    addEventListener('resize', this.#place, { passive: true });
  }

  /** Lays the copy over the field as it is now. */
  #place = (): void => {
    const field = this.#field;
    if (!field.isConnected) {
      this.close();
      return;
    }
    const style = getComputedStyle(field);
    const { left, top, width, height } = field.getBoundingClientRect();
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
      whiteSpace: 'pre-wrap',
      overflowWrap: 'break-word',
      transform: `translate(${-field.scrollLeft}px, ${-field.scrollTop}px)`,
    });
    Object.assign(this.#frame.style, {
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
  const box = field.getBoundingClientRect();
  let { top, right, bottom, left } = box;
  for (let e = field.parentElement; e && e !== document.body; e = e.parentElement) {
    if (getComputedStyle(e).overflow === 'visible') continue;
    const frame = e.getBoundingClientRect();
    top = Math.max(top, frame.top);
    right = Math.min(right, frame.right);
    bottom = Math.min(bottom, frame.bottom);
    left = Math.max(left, frame.left);
  }
  const cut = [top - box.top, box.right - right, box.bottom - bottom, left - box.left];
  return `inset(${cut.map((n) => `${Math.max(n, 0)}px`).join(' ')})`;
}
