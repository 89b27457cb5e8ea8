/** The colours keep the contrast that WCAG 2.2 AA asks for, in light and in dark. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('theme.css', import.meta.url), 'utf8');
const highlight = readFileSync(new URL('highlight.css', import.meta.url), 'utf8');
const usual = css.slice(0, css.indexOf('@media (prefers-contrast'));

/** Relative luminance of "#rrggbb", WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

const modes = ['light', 'dark'] as const;
const tokens = Object.fromEntries(
  [...usual.matchAll(/--bd-([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map((m) => [
    m[1]!,
    { light: m[2]!, dark: m[3]! },
  ]),
);

const text = 4.5;
const shape = 3;
const pairs: [front: string, back: string, least: number][] = [
  ...['ink', 'ink-soft', 'ink-faint'].flatMap((ink) =>
    ['paper', 'surface', 'raised'].map((back): [string, string, number] => [ink, back, text]),
  ),
  ['accent', 'paper', text],
  ['accent', 'surface', text],
  ['accent', 'accent-soft', text],
  ['accent-strong', 'accent-soft', text],
  ['on-accent', 'accent', text],
  ['edge', 'surface', shape],
  ...['stop', 'caution', 'nudge', 'clear'].flatMap((s): [string, string, number][] => [
    [s, `${s}-soft`, text],
    [s, 'surface', text],
    [`${s}-line`, 'surface', shape],
  ]),
];

describe('theme', () => {
  for (const mode of modes) {
    for (const [front, back, least] of pairs) {
      it(`${front} on ${back}, ${mode}`, () => {
        expect(contrast(tokens[front]![mode], tokens[back]![mode])).toBeGreaterThanOrEqual(least);
      });
    }
  }
});

describe('underlines', () => {
  const colours = [...highlight.matchAll(/text-decoration: \w+ \w+ (#\w{6})/g)].map((m) => m[1]!);
  it('are of three kinds', () => {
    const kinds = highlight.matchAll(
      /::highlight\([\w-]+\) \{\s+text-decoration: underline (\w+)/g,
    );
    expect([...kinds].map((m) => m[1])).toEqual(['solid', 'wavy', 'dotted']);
  });
  for (const colour of new Set(colours)) {
    it(`${colour} is seen on white and on black`, () => {
      expect(contrast(colour, '#ffffff')).toBeGreaterThanOrEqual(shape);
      expect(contrast(colour, '#000000')).toBeGreaterThanOrEqual(shape);
    });
  }
});
