import { describe, expect, it } from 'vitest';
import { applyEdit } from '../report';
import { carry, join } from './editor';

const text = 'A 34F at Sudbury General yesterday.';
const changes = [
  { start: 2, end: 5, text: 'woman' },
  { start: 6, end: 25, text: '' },
  { start: 25, end: 34, text: 'recently' },
];

describe('join', () => {
  it('makes one change of several, with the same outcome', () => {
    const joined = join(text, changes);
    expect(joined).toEqual({ start: 2, end: 34, text: 'woman recently' });
    const wanted = applyEdit(text, { label: '', changes });
    expect(applyEdit(text, { label: '', changes: [joined] })).toBe(wanted);
    expect(wanted).toBe('A woman recently.');
  });

  it('leaves a single change as it is', () => {
    expect(join(text, changes.slice(0, 1))).toEqual(changes[0]);
  });
});

describe('carry', () => {
  const cases = [
    { name: 'before all changes', from: 1, to: 1 },
    { name: 'at the start of a change', from: 2, to: 2 },
    { name: 'inside a change', from: 3, to: 7 },
    { name: 'between changes', from: 6, to: 8 },
    { name: 'at the end of the text', from: text.length, to: 'A woman recently.'.length },
  ];
  for (const { name, from, to } of cases) {
    it(`keeps a caret ${name}`, () => expect(carry(from, changes)).toBe(to));
  }
});
