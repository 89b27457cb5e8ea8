// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Finding, Report } from '../lib/report';
import { type CardProps, type Mounted, mountCard } from './card';
import { type GateProps, mountGate } from './gate';
import { reach } from './parts';

const text = 'Saw a 34F hockey coach, MRN 00482913';
const finding: Finding = {
  rule: 'reidentification.story',
  category: 'reidentification',
  severity: 'stop',
  start: 6,
  end: 22,
  title: 'Someone may recognise this patient',
  why: 'These details together may say who this is.',
  cites: [
    { id: 'GMC', title: 'Using social media', section: 'para 19', url: 'https://gmc.example/' },
    { id: 'BAD', title: 'A wrong address', section: '', url: 'javascript:alert(1)' },
  ],
  factors: [
    { label: 'reid.age', start: 6, end: 9 },
    { label: 'reid.occupation', start: 10, end: 22 },
  ],
  edits: [
    { label: 'Generalise', changes: [{ start: 6, end: 9, text: 'young' }] },
    { label: 'Leave out', changes: [{ start: 9, end: 22, text: '' }] },
  ],
};
const report: Report = {
  verdict: 'stop',
  lang: 'en',
  findings: [finding],
  anonymity: { k: 3, low: 1, high: 14, among: 165000, where: 'Sudbury', assumes: ['A guess.'] },
  prompts: ['Could a colleague recognise this?'],
};

let mounted: Mounted<CardProps> | Mounted<GateProps> | null = null;
afterEach(() => {
  mounted?.unmount();
  document.body.replaceChildren();
});

function newShadow(): ShadowRoot {
  const host = document.createElement('div');
  document.body.append(host);
  return host.attachShadow({ mode: 'open' });
}

function showCard(change: Partial<CardProps> = {}) {
  const shadow = newShadow();
  const props = {
    finding,
    report,
    text,
    lang: 'en' as const,
    anchor: { left: 10, top: 10, right: 50, bottom: 30 },
    onEdit: vi.fn(),
    onIgnore: vi.fn(),
    onClose: vi.fn(),
    ...change,
  };
  const card = mountCard(shadow, props);
  mounted = card;
  const one = (selector: string) => shadow.querySelector<HTMLElement>(selector);
  return { shadow, props, one, card };
}

describe('the card', () => {
  it('is a dialog named by its title', () => {
    const { shadow, one } = showCard();
    const card = one('[data-bedside="card"]')!;
    expect(card.getAttribute('role')).toBe('dialog');
    const title = shadow.getElementById(card.getAttribute('aria-labelledby')!);
    expect(title?.textContent).toBe(finding.title);
  });
  it('says how grave in words, why, what adds up and how many fit', () => {
    const shown = showCard().one('[data-bedside="card"]')!.textContent;
    for (const words of [
      'Please pause',
      finding.why,
      'hockey coach',
      'About 3 people in Sudbury',
    ]) {
      expect(shown).toContain(words);
    }
  });
  it('tells those who cannot see it, politely', () => {
    expect(showCard().one('[role="status"]')!.textContent).toContain(finding.title);
  });
  it('opens clauses in a new tab that learns nothing of this one', () => {
    const link = showCard().one('a')!;
    expect(link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(link.getAttribute('target')).toBe('_blank');
    expect(link.textContent).toContain('GMC para 19');
  });
  it('links no address that is not https', () => {
    const { shadow } = showCard();
    expect(shadow.querySelectorAll('a')).toHaveLength(1);
    expect(shadow.textContent).toContain('A wrong address');
  });
  it('shows what an edit does, and hands over which was chosen', () => {
    const { one, props } = showCard();
    const edit = one('[data-bedside="edit-0"]')!;
    expect(edit.querySelector('del')!.textContent).toBe('34F');
    expect(edit.querySelector('ins')!.textContent).toBe('young');
    one('[data-bedside="edit-1"]')!.click();
    expect(props.onEdit).toHaveBeenCalledExactlyOnceWith(1);
  });
  it('can be ignored, and closed by button or Escape', () => {
    const { one, props } = showCard();
    one('[data-bedside="ignore-here"]')!.click();
    expect(props.onIgnore).toHaveBeenCalledOnce();
    one('[data-bedside="close"]')!.click();
    const key = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true });
    one('[data-bedside="card"]')!.dispatchEvent(key);
    expect(props.onClose).toHaveBeenCalledTimes(2);
  });
  it('opens what can be ignored on request', async () => {
    const { one } = showCard();
    const more = () => one('[data-bedside="ignore-here"]')!.parentElement!;
    expect(more().hidden).toBe(true);
    one('[data-bedside="ignore"]')!.click();
    await vi.waitFor(() => expect(more().hidden).toBe(false));
    expect(one('[data-bedside="ignore"]')!.getAttribute('aria-expanded')).toBe('true');
    expect(one('[data-bedside="ignore-word"]'), 'nothing to keep, nothing offered').toBeNull();
  });
  it('takes what the author answers', () => {
    const answers = {
      word: 'Okafor',
      site: 'X',
      stances: ['notPatient' as const, 'consent' as const],
      onHush: vi.fn(),
      onSay: vi.fn(),
    };
    const { one } = showCard({ answers });
    for (const hook of ['ignore-word', 'ignore-rule', 'notPatient', 'consent']) {
      one(`[data-bedside="${hook}"]`)!.click();
    }
    expect(answers.onHush.mock.calls).toEqual([['word'], ['rule']]);
    expect(answers.onSay.mock.calls).toEqual([['notPatient'], ['consent']]);
  });
  it('says where it stands among the findings, and goes on', () => {
    const place = { at: 2, of: 3, onStep: vi.fn(), onAll: vi.fn() };
    const { one } = showCard({ place });
    expect(one('[data-bedside="all"]')!.textContent).toBe('2 of 3, show all');
    for (const hook of ['previous', 'next', 'all']) one(`[data-bedside="${hook}"]`)!.click();
    expect(place.onStep.mock.calls).toEqual([[-1], [1]]);
    expect(place.onAll).toHaveBeenCalledOnce();
  });
  it('says how many more fit after an edit, where more do', () => {
    const [first, second] = finding.edits;
    const edits = [
      { ...first!, effect: 'k: 3 -> 1200' },
      { ...second!, effect: 'k: 3 -> 3' },
    ];
    const { one } = showCard({ finding: { ...finding, edits } });
    expect(one('[data-bedside="edit-0"]')!.textContent).toContain('then about 1,200 fit');
    expect(one('[data-bedside="edit-1"]')!.textContent).not.toMatch(/k:|fit/);
  });
  it('keeps its keys from the page', () => {
    const heard = vi.fn();
    document.addEventListener('keydown', heard);
    const { one } = showCard();
    const key = new KeyboardEvent('keydown', { key: 'n', bubbles: true, composed: true });
    one('[data-bedside="edit-0"]')!.dispatchEvent(key);
    document.removeEventListener('keydown', heard);
    expect(heard).not.toHaveBeenCalled();
  });
  it('takes new contents, and goes without a trace', () => {
    const { card, one, shadow } = showCard();
    card.update({ lang: 'fr' });
    expect(one('[data-bedside="card"]')!.textContent).toContain('Un instant');
    card.unmount();
    expect(shadow.children).toHaveLength(0);
    expect(shadow.adoptedStyleSheets).toHaveLength(0);
  });
  it('brings no style element, which a policy could refuse', () => {
    const { shadow } = showCard();
    expect(shadow.querySelectorAll('style')).toHaveLength(0);
  });
});

describe('the gate', () => {
  function showGate(change: Partial<GateProps> = {}) {
    const shadow = newShadow();
    const props = {
      report,
      text,
      lang: 'en' as const,
      onEdit: vi.fn(),
      onEditMyself: vi.fn(),
      onPostAnyway: vi.fn(),
      ...change,
    };
    mounted = mountGate(shadow, props);
    return { props, one: (s: string) => shadow.querySelector<HTMLElement>(s) };
  }

  it('says what could identify whom, and asks', () => {
    const shown = showGate().one('[data-bedside="gate"]')!.textContent;
    for (const words of ['hockey coach', 'About 3 people', 'Could a colleague recognise this?']) {
      expect(shown).toContain(words);
    }
  });
  it('offers the edit that clears, first', () => {
    const { one, props } = showGate();
    one('.bd-gate-foot button')!.click();
    expect(props.onEdit).toHaveBeenCalledExactlyOnceWith(finding.edits[0]);
  });
  it('has two ways on', () => {
    const { one, props } = showGate();
    one('[data-bedside="edit-myself"]')!.click();
    one('[data-bedside="post-anyway"]')!.click();
    expect(props.onEditMyself).toHaveBeenCalledOnce();
    expect(props.onPostAnyway).toHaveBeenCalledOnce();
  });
  it('takes Escape for "edit it myself"', () => {
    const { one, props } = showGate();
    const cancel = new Event('cancel', { cancelable: true });
    one('[data-bedside="gate"]')!.dispatchEvent(cancel);
    expect(props.onEditMyself).toHaveBeenCalledOnce();
    expect(cancel.defaultPrevented).toBe(true);
  });
  it('asks for a reason where an organisation wants one', async () => {
    const reasons = ['Consent is on file', 'It is about me'];
    const { one, props } = showGate({ reasons });
    one('[data-bedside="post-anyway"]')!.click();
    await vi.waitFor(() => expect(one('[data-bedside="reasons"]')).not.toBeNull());
    one('[data-bedside="post-reasoned"]')!.click();
    expect(props.onPostAnyway, 'a reason must be chosen').not.toHaveBeenCalled();
    one('[data-bedside="reason-1"]')!.click();
    one('[data-bedside="post-reasoned"]')!.click();
    expect(props.onPostAnyway).toHaveBeenCalledExactlyOnceWith('It is about me');
  });
  it('says whether somebody could be recognised, or harmed', () => {
    const harmful = { ...finding, category: 'medical-advice' };
    const lead = (findings: Finding[]) => {
      const shown = showGate({ report: { ...report, findings } });
      return shown.one('.bd-gate-lead')!.textContent;
    };
    expect(lead([finding])).toBe('This could let a patient be recognised:');
    expect(lead([harmful])).toBe('This may do harm:');
    expect(lead([finding, { ...harmful, start: 23 }])).toBe(
      'These 2 things could identify a patient or do harm:',
    );
  });
  it('stands without an edit where none is offered', () => {
    const bare = { ...report, findings: [{ ...finding, edits: [] }] };
    const { one } = showGate({ report: bare });
    expect(one('[data-bedside="edit-0"]')).toBeNull();
    expect(one('[data-bedside="post-anyway"]')).not.toBeNull();
  });
});

describe('reach', () => {
  const cases: [k: number, at: number][] = [
    [0, 0],
    [1, 0],
    [10, 0.2],
    [100_000, 1],
    [9_000_000, 1],
  ];
  for (const [k, at] of cases) it(`puts ${k} at ${at}`, () => expect(reach(k)).toBeCloseTo(at));
});
