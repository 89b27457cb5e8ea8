/** How the extension's own pages ask the background, and speak. */
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { type Lang, langOf } from '../ui/messages';
import { followPolicy } from './policy';
import type { Ask, Status } from './protocol';
import type { Settings } from './settings';

const send = (ask: Ask) => browser.runtime.sendMessage(ask) as Promise<Status>;

export interface Asking {
  status: Status;
  lang: Lang;
  /** Changes settings; those an organisation has locked stay. */
  set(change: Partial<Settings>): Promise<void>;
  /** Looks for newer rules. */
  refresh(): Promise<void>;
}

/** The status, once it is there, and what can be asked; the page speaks the author's language. */
export function useStatus(): Asking | null {
  const [status, setStatus] = useState<Status | null>(null);
  useEffect(() => {
    const ask = () => send({ ask: 'status' }).then(setStatus);
    void ask();
    return followPolicy(ask);
  }, []);
  if (!status) return null;
  const { lang: chosen } = status.settings;
  const lang = chosen === 'auto' ? langOf(browser.i18n.getUILanguage()) : chosen;
  document.documentElement.lang = lang;
  return {
    status,
    lang,
    set: (change) => send({ ask: 'set', change }).then(setStatus),
    refresh: () => send({ ask: 'refresh' }).then(setStatus),
  };
}
