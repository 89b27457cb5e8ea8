import { describe, expect, it, vi } from 'vitest';

vi.mock('wxt/browser', () => ({ browser: {} }));

const { policyOf } = await import('./settings');

describe('the policy of an organisation', () => {
  it('is taken where it is in order', () => {
    const policy = {
      updateUrl: 'https://rules.example/tuf/',
      channel: 'org/ward-7',
      repositories: [
        { url: 'https://ward.example/tuf/', root: '{}', channel: 'beta', packs: ['ward.pack'] },
        { url: 'http://localhost:8787/tuf/' },
      ],
    };
    expect(policyOf(policy)).toEqual(policy);
  });

  const wrong: Record<string, Record<string, unknown>> = {
    'an address that is none': { updateUrl: 'rules' },
    'an address without TLS': { updateUrl: 'http://rules.example/tuf/' },
    'an address that ends in no slash': { updateUrl: 'https://rules.example/tuf' },
    'a channel that is none': { channel: '../stable' },
    'repositories that are no list': { repositories: 'https://ward.example/tuf/' },
  };
  for (const [name, set] of Object.entries(wrong)) {
    it(`is as if not there with ${name}`, () => {
      expect(policyOf(set)).toEqual({});
    });
  }

  const url = 'https://ward.example/tuf/';
  for (const repository of [
    null,
    'x',
    {},
    { url: 'http://ward.example/tuf/' },
    { url, root: {} },
    { url, channel: 'Org/x' },
    { url, packs: 'ward.pack' },
    { url, packs: ['../ward.pack'] },
    { url, packs: ['ward'] },
  ]) {
    it(`passes over a repository such as ${JSON.stringify(repository)}`, () => {
      expect(policyOf({ repositories: [repository, { url }] })).toEqual({
        repositories: [{ url }],
      });
    });
  }
});
