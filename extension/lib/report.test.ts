import { describe, expect, it } from 'vitest';
import { applyEdit, type Finding, marksOf, type Report, without } from './report';

const finding = (more: Partial<Finding>): Finding => ({
  rule: 'r',
  category: 'identifier.number',
  severity: 'stop',
  start: 0,
  end: 4,
  title: '',
  why: '',
  cites: [],
  factors: [],
  edits: [],
  ...more,
});

const report = (...findings: Finding[]): Report => ({ verdict: 'stop', lang: 'en', findings });

describe('marksOf', () => {
  it('underlines the whole of a finding', () => {
    expect(marksOf(report(finding({})))).toEqual([
      { start: 0, end: 4, severity: 'stop', finding: 0 },
    ]);
  });

  it('underlines the details of a story, not what lies between', () => {
    const factors = [
      { label: 'reid.age', start: 2, end: 4 },
      { label: 'reid.place', start: 9, end: 12 },
    ];
    const marks = marksOf(report(finding({ end: 20, factors })));
    expect(marks.map(({ start, end }) => [start, end])).toEqual([
      [2, 4],
      [9, 12],
    ]);
  });

  it('puts the gravest last, and nothing where there is no text', () => {
    const marks = marksOf(
      report(
        finding({ severity: 'stop' }),
        finding({ severity: 'nudge' }),
        finding({ severity: 'caution', start: 3, end: 3 }),
      ),
    );
    expect(marks.map((m) => m.severity)).toEqual(['nudge', 'stop']);
  });
});

describe('without', () => {
  it('takes the verdict of what is left', () => {
    const all = report(finding({}), finding({ rule: 's', severity: 'nudge' }));
    expect(without(all, (f) => f.rule === 'r')).toMatchObject({ verdict: 'nudge' });
    expect(without(all, () => true)).toMatchObject({ verdict: 'clear', findings: [] });
    expect(without(all, () => false)).toBe(all);
  });
});

describe('applyEdit', () => {
  const cases = [
    { name: 'no change', changes: [], is: 'abcdef' },
    {
      name: 'two changes',
      changes: [
        { start: 0, end: 1, text: 'X' },
        { start: 3, end: 6, text: '' },
      ],
      is: 'Xbc',
    },
    { name: 'an insertion', changes: [{ start: 2, end: 2, text: '!' }], is: 'ab!cdef' },
    {
      name: 'changes that overlap',
      changes: [
        { start: 0, end: 3, text: '' },
        { start: 2, end: 4, text: '' },
      ],
      is: null,
    },
    { name: 'a change beyond the text', changes: [{ start: 4, end: 7, text: '' }], is: null },
  ];
  for (const { name, changes, is } of cases) {
    it(`makes ${name}`, () => expect(applyEdit('abcdef', { label: '', changes })).toBe(is));
  }
});
