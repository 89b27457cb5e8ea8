import { describe, expect, it } from 'vitest';
import { applyEdit, type Finding, type Report } from '../lib/report';
import { clearingEdit, preview, quote } from './preview';

/** The pieces as text: -gone-, +new+, the rest as it is. */
function shown(text: string, ...changes: [number, number, string][]): string {
  const edit = {
    label: '',
    changes: changes.map(([start, end, with_]) => ({ start, end, text: with_ })),
  };
  return preview(text, edit)
    .map(({ kind, text: t }) => (kind === 'gone' ? `-${t}-` : kind === 'new' ? `+${t}+` : t))
    .join('');
}

describe('preview', () => {
  const text = 'Saw a 34F hockey coach from Sudbury last night, flown out by helicopter, all well.';
  const cases: { name: string; changes: [number, number, string][]; is: string }[] = [
    {
      name: 'a replacement, with the words around it',
      changes: [[6, 9, 'young woman']],
      is: 'Saw a -34F-+young woman+ hockey coach …',
    },
    {
      name: 'two near changes, with all that lies between',
      changes: [
        [6, 9, 'woman'],
        [22, 35, ''],
      ],
      is: 'Saw a -34F-+woman+ hockey coach -from Sudbury- last night, …',
    },
    {
      name: 'two distant changes, with a gap between',
      changes: [
        [6, 9, 'woman'],
        [71, 81, ''],
      ],
      is: 'Saw a -34F-+woman+ hockey coach… by helicopter-, all well-.',
    },
    {
      name: 'an insertion at the end',
      changes: [[82, 82, ' #ad']],
      is: '… all well.+ #ad+',
    },
    {
      name: 'only what differs of a replacement that begins alike',
      changes: [[6, 35, '34F hockey coach from a town']],
      is: '… coach from -Sudbury-+a town+ last night, …',
    },
  ];
  for (const { name, changes, is } of cases) {
    it(`shows ${name}`, () => expect(shown(text, ...changes)).toBe(is));
  }

  it('shortens a long removal', () => {
    const long = 'word '.repeat(60).trim();
    const pieces = preview(long, {
      label: '',
      changes: [{ start: 0, end: long.length, text: '' }],
    });
    expect(pieces.map((p) => p.text).join('').length).toBeLessThan(80);
  });
});

describe('quote', () => {
  it('gives the words on one line', () => {
    expect(quote('one\ntwo three', { start: 0, end: 7 })).toBe('one two');
  });
  it('cuts at a word', () => {
    expect(quote('one two three', { start: 0, end: 13 }, 9)).toBe('one two…');
  });
});

describe('clearingEdit', () => {
  const text = 'MRN 123 of Ann, call 555-0100';
  const finding = (severity: Finding['severity'], start: number, end: number): Finding => ({
    rule: 'r',
    category: 'c',
    severity,
    start,
    end,
    title: '',
    why: '',
    cites: [],
    factors: [],
    edits: [{ label: `drop ${start}`, changes: [{ start, end, text: '' }] }],
  });
  const report = (...findings: Finding[]): Report => ({ verdict: 'stop', lang: 'en', findings });

  it('makes one edit of the first repairs of all that warns', () => {
    const clearing = clearingEdit(
      report(finding('stop', 16, 29), finding('caution', 0, 8), finding('nudge', 8, 11)),
    )!;
    expect(clearing.parts).toBe(2);
    expect(applyEdit(text, clearing.edit)).toBe('of Ann, ');
  });
  it('offers none where nothing is held', () => {
    expect(clearingEdit(report(finding('caution', 0, 3)))).toBeNull();
  });
  it('changes the same words once', () => {
    const clearing = clearingEdit(report(finding('stop', 4, 14), finding('stop', 0, 8)))!;
    expect(clearing.edit.changes).toEqual([{ start: 0, end: 14, text: '' }]);
    const twice = clearingEdit(report(finding('stop', 0, 8), finding('stop', 0, 8)))!;
    expect(twice.edit.changes).toEqual([{ start: 0, end: 8, text: '' }]);
  });
  it('keeps the longer of two texts that meet', () => {
    const [a, b] = [finding('stop', 0, 8), finding('stop', 4, 14)];
    a.edits[0]!.changes[0]!.text = 'it';
    b.edits[0]!.changes[0]!.text = 'a note';
    expect(clearingEdit(report(a, b))!.edit.changes).toEqual([
      { start: 0, end: 14, text: 'a note' },
    ]);
  });
  it('begins no draft with a space', () => {
    const [a, b] = [finding('stop', 0, 8), finding('stop', 4, 14)];
    b.edits[0]!.changes[0]!.text = ' ';
    expect(clearingEdit(report(a, b))!.edit.changes).toEqual([{ start: 0, end: 14, text: '' }]);
  });
});
