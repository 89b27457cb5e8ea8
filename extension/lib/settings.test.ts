import { describe, expect, it } from 'vitest';
import { authorOf, defaults, mend, migrate, siteDefaults, version } from './settings';

describe('kept settings', () => {
  it('of the first version keep their choices and get the defaults of the rest', () => {
    const old = { on: false, off: ['x'], lang: 'fr', jurisdiction: 'CA-QC' };
    expect(mend(old, 1)).toEqual({ ...defaults, ...old });
  });
  it('that are damaged lose only what is damaged', () => {
    const kept = { on: 'yes', off: ['x'], sensitivity: 'loud', names: ['Ann Doe', 7], delay: 10 };
    expect(mend(kept, version)).toEqual({ ...defaults, off: ['x'], delay: 10 });
  });
  for (const nothing of [undefined, null, 'x', 3, []]) {
    it(`are the defaults where ${JSON.stringify(nothing)} is kept`, () => {
      expect(mend(nothing, 1)).toEqual(defaults);
    });
  }
  it('of a newer Bedside keep what is understood', () => {
    expect(migrate({}, version + 1)).toBeNull();
    expect(mend({ lang: 'fr', colour: 'red' }, version + 1)).toEqual({ ...defaults, lang: 'fr' });
  });
});

describe('what the module hears of the author', () => {
  it('is nothing but the place by default', () => {
    expect(authorOf({ ...defaults, jurisdiction: '' })).toEqual({});
  });
  it('is every choice that is not usual', () => {
    const settings = {
      ...defaults,
      ...{
        lang: 'fr' as const,
        jurisdiction: 'CA-QC',
        names: ['Ann Doe'],
        role: 'trainee' as const,
      },
      ...{ sensitivity: 'less' as const, quiet: ['jurisdiction' as const], noStories: true },
      sites: { x: { purpose: 'personal' as const, quiet: ['boundary.friending'] } },
    };
    expect(authorOf(settings, 'x')).toEqual({
      ...{ lang: 'fr', jurisdiction: 'CA-QC', names: ['Ann Doe'], trainee: true },
      ...{ sensitivity: 'less', quiet: ['jurisdiction', 'boundary.friending'], noStories: true },
      purpose: 'personal',
    });
    expect(authorOf(settings, 'facebook')).not.toHaveProperty('purpose');
    expect(authorOf(settings, 'facebook').quiet).toEqual(['jurisdiction']);
  });
  it('is the same for a site as it comes', () => {
    const settings = { ...defaults, jurisdiction: 'UK', sites: { x: siteDefaults } };
    expect(authorOf(settings, 'x')).toEqual({ jurisdiction: 'UK' });
  });
});
