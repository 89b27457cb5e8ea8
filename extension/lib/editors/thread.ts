/**
 * The fields that go out together, like the posts of a thread, as one Editor: what is
 * safe in each may not be safe in all. Its text is theirs, one after the other, behind
 * what the author has already posted in the same chain; every place in it belongs to
 * the field it came from. A single field is a thread of one.
 */
import { hasFocus } from '../dom';
import type { Change, Mark } from '../report';
import type { Editor } from './editor';

/** Between two posts, as between two paragraphs. */
const seam = '\n\n';

interface Part {
  editor: Editor;
  /** Its text as last read, and where that is in the whole. */
  text: string;
  start: number;
  end: number;
}

export class Thread implements Editor {
  #open: (field: HTMLElement) => Editor;
  #parts: Part[] = [];
  #before = '';
  #changed: (() => void) | null = null;

  /** @param open makes the editor of a field. */
  constructor(open: (field: HTMLElement) => Editor) {
    this.#open = open;
  }

  get fields(): HTMLElement[] {
    return this.#parts.map(({ editor }) => editor.element);
  }

  /** The field that has the keys, or else the first. */
  get element(): HTMLElement {
    return this.#current.editor.element;
  }

  /** How much of the text, in UTF-16 code units, has been posted already. */
  get posted(): number {
    return this.#before.length;
  }

  /** The texts of the fields as last read, each with its field. */
  texts(): { field: HTMLElement; text: string }[] {
    return this.#parts.map(({ editor, text }) => ({ field: editor.element, text }));
  }

  /** Makes these the fields, in this order, after what was posted before them. */
  compose(fields: readonly HTMLElement[], before: readonly string[]): void {
    const known = new Map(this.#parts.map((part) => [part.editor.element, part]));
    this.#parts = fields.map((field) => {
      const part = known.get(field);
      known.delete(field);
      return part ?? { editor: this.#begin(field), text: '', start: 0, end: 0 };
    });
    for (const { editor } of known.values()) editor.close();
    this.#before = before.map((text) => text + seam).join('');
  }

  text(): string {
    let text = this.#before;
    this.#parts.forEach((part, i) => {
      if (i > 0) text += seam;
      part.text = part.editor.text();
      part.start = text.length;
      text += part.text;
      part.end = text.length;
    });
    return text;
  }

  caret(): number | null {
    const { editor, start } = this.#current;
    const caret = editor.caret();
    return caret === null ? null : start + caret;
  }

  focus(caret: number | null): void {
    const part = (caret !== null && this.#partAt(caret)) || this.#current;
    part.editor.focus(caret === null ? null : caret - part.start);
  }

  paint(marks: readonly Mark[]): void {
    for (const part of this.#parts) {
      part.editor.paint(marks.flatMap((mark) => clip(mark, part) ?? []));
    }
  }

  boxes(start: number, end: number): DOMRect[] {
    return this.#parts.flatMap((part) => {
      const own = clip({ start, end }, part);
      return own ? part.editor.boxes(own.start, own.end) : [];
    });
  }

  /** Makes changes field by field. What runs over a seam leaves the seam alone. */
  async apply(changes: readonly Change[]): Promise<boolean> {
    const placed = new Set<Change>();
    // Places are those of the text before any of it changes.
    const shares = this.#parts.map((part) => {
      const own: Change[] = [];
      for (const change of changes) {
        const clipped = clip(change, part);
        if (!clipped || (change.start === change.end && placed.has(change))) continue;
        own.push({ ...clipped, text: placed.has(change) ? '' : change.text });
        placed.add(change);
      }
      return { editor: part.editor, own };
    });
    for (const { editor, own } of shares) {
      if (own.length > 0 && !(await editor.apply(own))) return false;
    }
    return true;
  }

  watch(changed: () => void): void {
    this.#changed = changed;
    for (const { editor } of this.#parts) editor.watch(changed);
  }

  rest(): void {
    this.#changed = null;
    for (const { editor } of this.#parts) editor.rest();
  }

  close(): void {
    for (const { editor } of this.#parts) editor.close();
  }

  get #current(): Part {
    return this.#parts.find(({ editor }) => hasFocus(editor.element)) ?? this.#parts[0]!;
  }

  #partAt(place: number): Part | undefined {
    return this.#parts.find(({ start, end }) => place >= start && place <= end);
  }

  #begin(field: HTMLElement): Editor {
    const editor = this.#open(field);
    if (this.#changed) editor.watch(this.#changed);
    return editor;
  }
}

/** What of a stretch lies in a part, counted from its start; null when nothing does. */
function clip<T extends { start: number; end: number }>(span: T, part: Part): T | null {
  const start = Math.max(span.start, part.start);
  const end = Math.min(span.end, part.end);
  if (end < start || (end === start && span.end > span.start)) return null;
  return { ...span, start: start - part.start, end: end - part.start };
}
