/**
 * The box one writes in, underlined by the extension's own editor. A field of plain
 * text where the browser can paint highlights, a textarea where it cannot.
 */
import type { Ref } from 'preact';
import { useEffect, useImperativeHandle, useRef } from 'preact/hooks';
import { type Editor, editorOf } from '../../../extension/lib/editors';
import { type Change, marksOf, type Report } from '../../../extension/lib/report';

/** What the rest of the page may ask of the draft. */
export interface DraftHandle {
  apply(changes: Change[]): Promise<boolean>;
  /** Puts a text in place of the draft. */
  replace(text: string): void;
  focus(): void;
  /** The first box of a stretch on the screen. */
  box(start: number, end: number): DOMRect | null;
}

const canHighlight = 'highlights' in CSS;

export function Draft(props: {
  handle: Ref<DraftHandle>;
  report: Report;
  text: string;
  label: string;
  placeholder: string;
  describedBy: string;
  onText(text: string): void;
  /** The author clicked into underlined words. */
  onPick(finding: number): void;
}) {
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
      box: (start, end) => editor.current?.boxes(start, end)[0] ?? null,
    }),
    [],
  );

  const pick = () => {
    const selection = document.getSelection();
    const at = editor.current?.caret();
    if (at == null || (canHighlight && !selection?.isCollapsed)) return;
    const mark = marksOf(report).findLast((m) => m.start <= at && at <= m.end);
    if (mark) props.onPick(mark.finding);
  };

  const shared = {
    id: 'draft',
    class: 'draft',
    'aria-describedby': describedBy,
    onClick: pick,
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
          ref={field as Ref<HTMLDivElement>}
          contentEditable="plaintext-only"
          // biome-ignore lint/a11y/useSemanticElements: highlights cannot be painted in a textarea
          role="textbox"
          tabIndex={0}
          aria-multiline="true"
          aria-label={label}
          aria-placeholder={placeholder}
          spellcheck
        />
      ) : (
        <textarea {...shared} ref={field as Ref<HTMLTextAreaElement>} aria-label={label} />
      )}
    </div>
  );
}
