/** A textarea as an Editor. */
import { Mirror } from '../page/mirror';
import type { Change, Mark } from '../report';
import { becomes, carry, type Editor, join } from './editor';

export class FieldEditor implements Editor {
  readonly element: HTMLTextAreaElement;
  #mirror: Mirror;
  #changed: (() => void) | null = null;

  constructor(element: HTMLTextAreaElement) {
    this.element = element;
    this.#mirror = new Mirror(element);
  }

  text(): string {
    return this.element.value;
  }

  caret(): number | null {
    return this.#focused() ? this.element.selectionEnd : null;
  }

  focus(caret: number | null): void {
    this.element.focus({ preventScroll: true });
    if (caret !== null) this.element.setSelectionRange(caret, caret);
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
    const caret = carry(field.selectionEnd, changes);
    const { start, end, text } = join(before, changes);
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
    // The editing commands alone keep the field's own undo.
    document.execCommand(text ? 'insertText' : 'delete', false, text);
    const wanted = before.slice(0, start) + text + before.slice(end);
    if (!(await becomes(() => field.value === wanted))) return false;
    field.setSelectionRange(caret, caret);
    return true;
  }

  watch(changed: () => void): void {
    this.#changed = changed;
    this.element.addEventListener('input', changed);
  }

  close(): void {
    this.#mirror.close();
    if (this.#changed) this.element.removeEventListener('input', this.#changed);
  }

  #focused(): boolean {
    return (this.element.getRootNode() as Document | ShadowRoot).activeElement === this.element;
  }
}
