import { describe, expect, it } from 'vitest';
import type { BedsideModule } from '../module';
import type { Answered } from '../protocol';
import type { Finding, Options, Report } from '../report';
import { Engine } from './engine';
import { Reader } from './reader';

/** Stands in for the module: finds something in every draft that is not "fine". */
function engine(seen: { text: string; edits: boolean }[]): Engine {
  const module = {
    broken: false,
    analyze(text: string, options?: Options): Report {
      const edits = options?.edits !== false;
      seen.push({ text, edits });
      const finding = { rule: 'r', edits: edits ? [{ label: 'Leave it out', changes: [] }] : [] };
      return { findings: text === 'fine' ? [] : [finding as unknown as Finding] } as Report;
    },
  } as unknown as BedsideModule;
  return new Engine({ open: async () => module, prepare: async () => {}, health() {} });
}

describe('Reader', () => {
  it('tells what it found at once, then again with edits', async () => {
    const seen: { text: string; edits: boolean }[] = [];
    const answers: Answered[] = [];
    const reader = new Reader(
      engine(seen),
      (answer) => answers.push(answer),
      () => ({}),
    );
    await reader.read({ id: 1, text: 'a', options: {} });
    expect(answers.map((a) => [a.id, 'early' in a, a.report?.findings[0]?.edits.length])).toEqual([
      [1, true, 0],
      [1, false, 1],
    ]);
  });

  it('answers a draft without findings once', async () => {
    const seen: { text: string; edits: boolean }[] = [];
    const answers: Answered[] = [];
    const reader = new Reader(
      engine(seen),
      (answer) => answers.push(answer),
      () => ({}),
    );
    await reader.read({ id: 1, text: 'fine', options: {} });
    expect(answers.map((a) => [a.id, 'early' in a])).toEqual([[1, false]]);
    expect(seen).toHaveLength(1);
  });

  it('finds no edits for a draft that a newer one has replaced', async () => {
    const seen: { text: string; edits: boolean }[] = [];
    const answers: Answered[] = [];
    const reader = new Reader(
      engine(seen),
      (answer) => {
        answers.push(answer);
        if (answer.id === 1) void reader.read({ id: 2, text: 'b', options: {} });
      },
      () => ({}),
    );
    await reader.read({ id: 1, text: 'a', options: {} });
    expect(seen).toEqual([
      { text: 'a', edits: false },
      { text: 'b', edits: false },
      { text: 'b', edits: true },
    ]);
    expect(answers.map((a) => a.id)).toEqual([1, 2, 2]);
  });
});
