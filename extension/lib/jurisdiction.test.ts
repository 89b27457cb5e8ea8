import { describe, expect, it } from 'vitest';
import { jurisdictionName, jurisdictionOf, jurisdictions } from './jurisdiction';

describe('the jurisdiction of a browser', () => {
  it.each([
    [['en-CA', 'en-US'], 'CA'],
    [['fr-CA'], 'CA'],
    [['en-GB'], 'UK'],
    [['en-US', 'en'], 'US'],
    [['en-AU'], 'AU'],
    [['fr', 'fr-FR'], 'FR'],
    [['de-CH', 'fr_FR'], 'FR'],
    [['pa-Guru-CA'], 'CA'],
    [['en', 'fr'], ''],
    [['en-IE'], ''],
    [[], ''],
  ])('of %j is %j', (languages, want) => expect(jurisdictionOf(languages)).toBe(want));
});

describe('the name of a jurisdiction', () => {
  it('is that of the country or the province', () => {
    expect(jurisdictionName('CA', 'en')).toBe('Canada');
    expect(jurisdictionName('UK', 'fr')).toBe('Royaume-Uni');
    expect(jurisdictionName('CA-QC', 'fr')).toBe('Québec');
  });
  it('is there for every one, in both languages', () => {
    for (const code of jurisdictions) {
      for (const lang of ['en', 'fr']) expect(jurisdictionName(code, lang)).not.toBe(code);
    }
  });
});
