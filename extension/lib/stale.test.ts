import { describe, expect, it } from 'vitest';
import { isStale } from './stale';

const now = Date.UTC(2026, 10, 29);
const day = 86_400_000;

describe('rules are out of date', () => {
  const cases: { name: string; expires: number | null; checked: number | null; stale: boolean }[] =
    [
      { name: 'never: they came with the extension', expires: null, checked: null, stale: false },
      { name: 'not yet', expires: now + day, checked: now - day, stale: false },
      { name: 'when the statement ran out', expires: now - 1, checked: now - day, stale: true },
      { name: 'after a long silence', expires: now + day, checked: now - 15 * day, stale: true },
    ];
  for (const { name, stale, ...status } of cases) {
    it(name, () => expect(isStale(status, now)).toBe(stale));
  }
});
