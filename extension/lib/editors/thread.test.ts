// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { applyEdit, type Change, type Mark } from '../report';
import type { Editor } from './editor';
import { Thread } from './thread';

/** An editor over a plain string, which says what is asked of it. */
function scene(...texts: string[]) {
  const all = texts.map((text) => {
    const element = document.createElement('div');
    const state = { text, painted: [] as string[], closed: false, changed: () => {} };
    const editor: Editor = {
      element,
      text: () => state.text,
      caret: () => 1,
      focus() {},
      paint: (marks) => {
        state.painted = marks.map(({ start, end }) => state.text.slice(start, end));
      },
      boxes: (start, end) => [new DOMRect(start, end)],
      apply: async (changes) => {
        state.text = applyEdit(state.text, { label: '', changes: [...changes] })!;
        state.changed();
        return true;
      },
      watch: (changed) => {
        state.changed = changed;
      },
      rest() {},
      close: () => {
        state.closed = true;
      },
    };
    return { state, editor };
  });
  const fields = all.map(({ editor }) => editor.element);
  const thread = new Thread((field) => all.find(({ editor }) => editor.element === field)!.editor);
  thread.compose(fields, []);
  return { thread, fields, states: all.map(({ state }) => state) };
}

const mark = (start: number, end: number): Mark => ({
  start,
  end,
  severity: 'stop',
  finding: 0,
});

describe('a thread', () => {
  it('of one field is that field', () => {
    expect(scene('alone').thread.text()).toBe('alone');
  });

  it('reads its fields in order, behind what was posted', () => {
    const { thread, fields } = scene('one', 'two');
    expect(thread.text()).toBe('one\n\ntwo');
    thread.compose(fields, ['zero']);
    expect(thread.text()).toBe('zero\n\none\n\ntwo');
    expect(thread.posted).toBe('zero\n\n'.length);
  });

  it('gives each field its own marks', () => {
    const { thread, states } = scene('one', 'two');
    thread.text();
    thread.paint([mark(1, 3), mark(5, 7), mark(2, 6), mark(3, 5)]);
    expect(states.map(({ painted }) => painted)).toEqual([
      ['ne', 'e'],
      ['tw', 't'],
    ]);
  });

  it('underlines nothing of what was posted', () => {
    const { thread, fields, states } = scene('one');
    thread.compose(fields, ['zero']);
    thread.text();
    thread.paint([mark(0, 4), mark(2, 7)]);
    expect(states[0]!.painted).toEqual(['o']);
  });

  const edits: { name: string; changes: Change[]; becomes: string[] }[] = [
    {
      name: 'in both fields',
      changes: [
        { start: 0, end: 3, text: '1' },
        { start: 5, end: 8, text: '2' },
      ],
      becomes: ['1', '2'],
    },
    {
      name: 'over the seam',
      changes: [{ start: 1, end: 6, text: 'X' }],
      becomes: ['oX', 'wo'],
    },
    { name: 'of everything', changes: [{ start: 0, end: 8, text: '' }], becomes: ['', ''] },
    {
      name: 'that inserts at the end of the first',
      changes: [{ start: 3, end: 3, text: '!' }],
      becomes: ['one!', 'two'],
    },
  ];
  for (const { name, changes, becomes } of edits) {
    it(`makes an edit ${name}`, async () => {
      const { thread, states } = scene('one', 'two');
      thread.text();
      thread.watch(() => thread.text()); // as a session does, between one field and the next
      expect(await thread.apply(changes)).toBe(true);
      expect(states.map(({ text }) => text)).toEqual(becomes);
    });
  }

  it('lets go of fields that have left, and keeps the others', () => {
    const { thread, fields, states } = scene('one', 'two');
    thread.compose([fields[1]!], []);
    expect(states.map(({ closed }) => closed)).toEqual([true, false]);
    expect(thread.text()).toBe('two');
  });
});
