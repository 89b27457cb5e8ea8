import { describe, expect, it } from 'vitest';
import { difference, shift } from './shift';

describe('difference', () => {
  const cases = [
    { name: 'nothing', before: 'abc', after: 'abc', is: { at: 3, removed: 0, added: 0 } },
    { name: 'a letter typed', before: 'ac', after: 'abc', is: { at: 1, removed: 0, added: 1 } },
    { name: 'a letter deleted', before: 'abc', after: 'ac', is: { at: 1, removed: 1, added: 0 } },
    {
      name: 'a word replaced',
      before: 'a cat b',
      after: 'a dog b',
      is: { at: 2, removed: 3, added: 3 },
    },
    { name: 'all deleted', before: 'abc', after: '', is: { at: 0, removed: 3, added: 0 } },
    { name: 'a letter doubled', before: 'al', after: 'all', is: { at: 2, removed: 0, added: 1 } },
    { name: 'repeats shortened', before: 'aaaa', after: 'aa', is: { at: 2, removed: 2, added: 0 } },
  ];
  for (const { name, before, after, is } of cases) {
    it(`finds ${name}`, () => expect(difference(before, after)).toEqual(is));
  }
});

describe('shift', () => {
  const text = 'one two three';
  const span = { start: 4, end: 7 };
  const cases: { name: string; after: string; to: string | null }[] = [
    { name: 'moves with what is typed before', after: 'so one two three', to: 'two' },
    { name: 'stays when something is typed behind', after: 'one two three!', to: 'two' },
    { name: 'does not grow at its end', after: 'one twos three', to: 'two' },
    { name: 'does not grow at its start', after: 'one xtwo three', to: 'two' },
    { name: 'grows with what is typed inside', after: 'one twXo three', to: 'twXo' },
    { name: 'shrinks with what is deleted inside', after: 'one to three', to: 'to' },
    { name: 'is cut when its head goes', after: 'owo three', to: 'wo' },
    { name: 'is cut when its tail goes', after: 'one tree', to: 't' },
    { name: 'goes with the text', after: '', to: null },
    { name: 'goes when it is deleted', after: 'one  three', to: null },
  ];
  for (const { name, after, to } of cases) {
    it(name, () => {
      const moved = shift(span, difference(text, after));
      expect(moved && after.slice(moved.start, moved.end)).toBe(to);
    });
  }

  it('keeps what else belongs to the span', () => {
    const moved = shift({ ...span, severity: 'stop' }, { at: 0, removed: 0, added: 2 });
    expect(moved).toEqual({ start: 6, end: 9, severity: 'stop' });
  });

  it('never leaves the text, whatever is edited', () => {
    const before = 'aabbaabb';
    for (let at = 0; at <= before.length; at++) {
      for (let removed = 0; at + removed <= before.length; removed++) {
        for (const added of ['', 'a', 'xyz']) {
          const after = before.slice(0, at) + added + before.slice(at + removed);
          for (let start = 0; start < before.length; start++) {
            const moved = shift({ start, end: before.length }, difference(before, after));
            if (!moved) continue;
            expect(moved.start).toBeGreaterThanOrEqual(0);
            expect(moved.end).toBeLessThanOrEqual(after.length);
            expect(moved.end).toBeGreaterThan(moved.start);
          }
        }
      }
    }
  });
});
