import { describe, expect, it } from 'vitest';
import { countGraphemes, countStatus, weigh } from './count';

describe('weigh, as X does', () => {
  const cases: [string, number][] = [
    ['', 0],
    ['plain words', 11],
    ['café’s', 6],
    ['cafe\u0301', 4],
    ['患者', 4],
    ['a\u{1F469}\u{200D}\u{2695}\u{FE0F}b', 4],
    ['see https://example.com/a/very/long/path/indeed?with=query ok', 4 + 23 + 3],
    ['see example.com ok', 4 + 23 + 3],
    ['mail doe@example.com', 20],
    ['Fin.Puis', 8],
  ];
  for (const [text, weight] of cases) {
    it(`${text}: ${weight}`, () => expect(weigh(text)).toBe(weight));
  }
});

describe('countGraphemes, as Bluesky does', () => {
  it('takes an emoji for one letter, however it is made', () => {
    expect(countGraphemes('a\u{1F469}\u{200D}\u{2695}\u{FE0F}b')).toBe(3);
    expect(countGraphemes('plain')).toBe(5);
  });
});

describe('countStatus, as Mastodon does', () => {
  it('takes an address for 23, and a mention without its server', () => {
    expect(countStatus('https://example.com/a/very/long/path/indeed')).toBe(23);
    expect(countStatus('hi @ann@social.example !')).toBe('hi @ann !'.length);
  });
});
