import { describe, expect, it } from 'vitest';
import { words } from '../entrypoints/options/words';
import { defaults, type Settings, version } from './settings';
import { exportSettings, importSettings } from './transfer';

const chosen: Settings = {
  ...defaults,
  ...{ names: ['Ann Doe'], quiet: ['jurisdiction'], delay: 30, off: ['x'] },
  sites: { x: { purpose: 'professional', quiet: ['boundary.friending'] } },
};

const file = (change: Record<string, unknown>) =>
  JSON.stringify({ file: 'bedside-settings', version, settings: {}, ...change });

describe('settings as a file', () => {
  it('come back as they were', () => {
    expect(importSettings(exportSettings(chosen))).toEqual({ settings: chosen });
  });
  it('of the first version are read too', () => {
    const old = file({ version: 1, settings: { on: false, lang: 'fr' } });
    expect(importSettings(old)).toEqual({ settings: { ...defaults, on: false, lang: 'fr' } });
  });

  const refusals: { name: string; text: string; says: string }[] = [
    { name: 'a cut file', text: exportSettings(chosen).slice(0, 90), says: 'it is not JSON' },
    { name: 'another file', text: '{"a":1}', says: 'holds no settings of Bedside' },
    { name: 'a list', text: '[]', says: 'holds no settings of Bedside' },
    { name: 'null', text: 'null', says: 'holds no settings of Bedside' },
    { name: 'a newer file', text: file({ version: version + 1 }), says: 'a newer Bedside' },
    {
      name: 'a value that is none of those possible',
      text: file({ settings: { sensitivity: 'loud' } }),
      says: '“sensitivity” is "loud" where "less", "usual" or "more" is wanted',
    },
    {
      name: 'a value of another kind',
      text: file({ settings: { on: 'yes' } }),
      says: '“on” is "yes" where boolean is wanted',
    },
    {
      name: 'a wrong value deep inside',
      text: file({ settings: { sites: { x: { purpose: 'mixed', quiet: [3] } } } }),
      says: '“sites.x.quiet.0” is 3 where string is wanted',
    },
    {
      name: 'a setting nobody knows',
      text: file({ settings: { colour: 'red' } }),
      says: '“colour” is',
    },
  ];
  for (const { name, text, says } of refusals) {
    it(`${name}: one sentence says what is wrong, and nothing is taken`, () => {
      const read = importSettings(text);
      expect(read.settings).toBeUndefined();
      const said = words.en.refusal('mine.json', read.refusal!);
      expect(said).toContain(says);
      expect(said).toMatch(/mine\.json.*\. Your settings are as they were\.$/);
      expect(words.fr.refusal('mine.json', read.refusal!)).toMatch(
        /Vos réglages n’ont pas changé\.$/,
      );
    });
  }
});
