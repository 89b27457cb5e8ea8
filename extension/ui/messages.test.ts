import { describe, expect, it } from 'vitest';
import { count, factorName, langOf, messages } from './messages';

describe('messages', () => {
  it('name the same details in both languages', () => {
    expect(Object.keys(messages.fr.factor)).toEqual(Object.keys(messages.en.factor));
  });
  it('never call anything illegal', () => {
    for (const m of Object.values(messages)) {
      expect(JSON.stringify(m) + m.gateLead(2, 'both')).not.toMatch(/illegal|illégal/i);
    }
  });

  const fits: { k: number; where: string; en: string; fr: string }[] = [
    {
      k: 1,
      where: 'Sudbury',
      en: 'Perhaps only one person in Sudbury fits this.',
      fr: 'Sudbury : une seule personne, peut-être, correspond à ceci.',
    },
    {
      k: 3,
      where: 'Sudbury',
      en: 'About 3 people in Sudbury fit this.',
      fr: 'Sudbury : environ 3 personnes correspondent à ceci.',
    },
    {
      k: 12000,
      where: '',
      en: 'About 12,000 people fit this.',
      fr: 'Environ 12 000 personnes correspondent à ceci.',
    },
  ];
  for (const { k, where, en, fr } of fits) {
    it(`say how many fit: ${k} ${where}`, () => {
      const plain = (s: string) => s.replace(/[\u00a0\u202f]/g, ' ');
      expect(plain(messages.en.fit(k, count(k, 'en'), where))).toBe(en);
      expect(plain(messages.fr.fit(k, count(k, 'fr'), where))).toBe(fr);
    });
  }
});

describe('langOf', () => {
  const cases = { fr: 'fr', 'fr-CA': 'fr', en: 'en', 'en-US': 'en', frr: 'en', de: 'en', '': 'en' };
  for (const [tag, lang] of Object.entries(cases)) {
    it(`takes "${tag}" for ${lang}`, () => expect(langOf(tag)).toBe(lang));
  }
});

describe('factorName', () => {
  it('translates what it knows', () => expect(factorName('reid.age', 'fr')).toBe('âge'));
  it('leaves the word where it knows none', () => {
    expect(factorName('reid.unheard', 'en')).toBe('unheard');
  });
});
