/** A textarea or a line of text (input) as an Editor. */
import { hasFocus } from '../dom';
import { type Field, Mirror } from '../page/mirror';
import type { Change, Mark } from '../report';
import { becomes, carry, type Editor, join } from './editor';

export class FieldEditor implements Editor {
  readonly element: Field;
  #mirror: Mirror;
  #changed: (() => void) | null = null;

  constructor(element: Field) {
    this.element = element;
    this.#mirror = new Mirror(element);
  }

  text(): string {
    return this.element.value;
  }

  caret(): number | null {
    return hasFocus(this.element) ? this.element.selectionEnd : null;
  }

  focus(caret: number | null): void {
    this.element.focus({ preventScroll: true });
    if (caret === null) return;
    const { selectionStart, selectionEnd, selectionDirection } = this.element;
    if (selectionEnd !== caret) this.element.setSelectionRange(caret, caret);
    // What was selected before still is. It is said again, for in Firefox a field now and
    // then takes no keys until it is.
    else this.element.setSelectionRange(selectionStart, selectionEnd, selectionDirection ?? 'none');
  }

  paint(marks: readonly Mark[]): void {
    this.#mirror.show(this.element.value, marks);
  }

  boxes(start: number, end: number): DOMRect[] {
    return this.#mirror.boxes(start, end);
  }

  async apply(changes: readonly Change[]): Promise<boolean> {
    const field = this.element;
    const before = field.value;
    const caret = carry(field.selectionEnd ?? before.length, changes);
    const { start, end, text } = join(before, changes);
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
    // The editing commands alone keep the field's own undo.
    field.ownerDocument.execCommand(text ? 'insertText' : 'delete', false, text);
    const wanted = before.slice(0, start) + text + before.slice(end);
    if (!(await becomes(() => field.value === wanted))) return false;
    field.setSelectionRange(caret, caret);
    return true;
  }

  watch(changed: () => void): void {
    this.rest();
    this.#changed = changed;
    this.element.addEventListener('input', changed);
  }

  rest(): void {
    if (this.#changed) this.element.removeEventListener('input', this.#changed);
    this.#changed = null;
  }

  close(): void {
    this.#mirror.close();
    this.rest();
  }
}
