/**
 * The box one writes in, underlined by the extension's own editor. A field of plain
 * text where the browser can paint highlights, a textarea where it cannot.
 */
import type { Ref } from 'preact';
import { useEffect, useImperativeHandle, useRef } from 'preact/hooks';
import { type Editor, editorOf } from '../../../extension/lib/editors';
import { type Change, type Mark, marksOf, type Report } from '../../../extension/lib/report';

/** What the rest of the page may ask of the draft. */
export interface DraftHandle {
  apply(changes: Change[]): Promise<boolean>;
  /** Puts a text in place of the draft. */
  replace(text: string): void;
  focus(): void;
  /** Brings the draft to the top of the window, if it is out of sight or if told so. */
  reveal(always: boolean): void;
  /** The first box of a stretch on the screen. */
  box(start: number, end: number): DOMRect | null;
}

export interface DraftProps {
  handle: Ref<DraftHandle>;
  report: Report;
  text: string;
  label: string;
  placeholder: string;
  describedBy: string;
  onText(text: string): void;
  /** The author clicked underlined words, or asked for the next by Alt+arrow. */
  onPick(finding: number, by: 'click' | 'keys'): void;
  /** The pointer is on underlined words, or on none any more. */
  onPoint(finding: number | null): void;
  onEscape(): void;
}

/** What tells assistive technology that an element of plain text is a field. */
const textbox = (placeholder: string) =>
  ({
    role: 'textbox',
    tabIndex: 0,
    'aria-multiline': true,
    'aria-placeholder': placeholder,
  }) as const;

const canHighlight = 'highlights' in CSS;

export function Draft(props: DraftProps) {
  const { report, text, label, placeholder, describedBy } = props;
  const field = useRef<HTMLElement | null>(null);
  const editor = useRef<Editor | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const made = editorOf(field.current!);
    editor.current = made;
    made.watch(() => latest.current.onText(made.text()));
    return () => made.close();
  }, []);

  useEffect(() => {
    // A report on an older text would underline the wrong words.
    if (editor.current?.text() === text) editor.current.paint(marksOf(report));
  }, [report, text]);

  useImperativeHandle(
    props.handle,
    () => ({
      async apply(changes) {
        return (await editor.current?.apply(changes)) ?? false;
      },
      replace(next) {
        const node = field.current!;
        if (node instanceof HTMLTextAreaElement) node.value = next;
        else node.textContent = next;
        node.dispatchEvent(new InputEvent('input', { bubbles: true }));
      },
      focus: () => field.current?.focus({ preventScroll: true }),
      reveal(always) {
        const top = field.current?.getBoundingClientRect().top ?? 0;
        if (always || top < 0) field.current?.scrollIntoView({ block: 'start' });
      },
      box: (start, end) => editor.current?.boxes(start, end)[0] ?? null,
    }),
    [],
  );

  const markAt = (x: number, y: number): Mark | undefined =>
    marksOf(report).findLast(({ start, end }) =>
      editor.current
        ?.boxes(start, end)
        .some((b) => x >= b.left && x <= b.right && y >= b.top && y <= b.bottom),
    );

  const shared = {
    id: 'draft',
    class: 'draft',
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-keyshortcuts': 'Alt+ArrowDown',
    onClick: (event: MouseEvent) => {
      const mark = markAt(event.clientX, event.clientY);
      if (mark) props.onPick(mark.finding, 'click');
    },
    onPointerMove: (event: PointerEvent) => {
      if (event.pointerType !== 'mouse' || event.buttons !== 0) return;
      props.onPoint(markAt(event.clientX, event.clientY)?.finding ?? null);
    },
    onPointerLeave: () => props.onPoint(null),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') props.onEscape();
      if (!event.altKey || event.key !== 'ArrowDown' || report.findings.length === 0) return;
      event.preventDefault();
      const caret = editor.current?.caret() ?? 0;
      const next = report.findings.findIndex((f) => f.end >= caret);
      props.onPick(Math.max(next, 0), 'keys');
    },
  };
  return (
    <div class="draft-frame">
      {text === '' && (
        <p class="placeholder" aria-hidden="true">
          {placeholder}
        </p>
      )}
      {canHighlight ? (
        <div
          {...shared}
          {...textbox(placeholder)}
          ref={field as Ref<HTMLDivElement>}
          contentEditable="plaintext-only"
          spellcheck
        />
      ) : (
        <textarea {...shared} ref={field as Ref<HTMLTextAreaElement>} />
      )}
    </div>
  );
}
