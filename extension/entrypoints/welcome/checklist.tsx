/** What to have in order before posting at all; ticks are kept on this device. */
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import type { Words } from './words';

const key = 'checklist';

export function Checklist({ say }: { say: Words }) {
  const [done, setDone] = useState<string[]>([]);
  useEffect(() => {
    browser.storage.local.get(key).then((kept) => {
      if (Array.isArray(kept[key])) setDone(kept[key]);
    });
  }, []);
  const tick = (id: string, on: boolean) => {
    const next = on ? [...done, id] : done.filter((d) => d !== id);
    setDone(next);
    void browser.storage.local.set({ [key]: next });
  };
  return (
    <section class="bd-sheet" data-bedside="checklist">
      <h2>{say.checklist}</h2>
      {Object.entries(say.steps).map(([id, text]) => (
        <label class="bd-tick" key={id}>
          <input
            type="checkbox"
            checked={done.includes(id)}
            onChange={(e) => tick(id, e.currentTarget.checked)}
          />
          <span>{text}</span>
        </label>
      ))}
      <details class="bd-fold">
        <summary>{say.replies}</summary>
        {say.replyTexts.map((text) => (
          <blockquote key={text}>
            <p>{text}</p>
            <button type="button" onClick={() => navigator.clipboard.writeText(text)}>
              {say.copy}
            </button>
          </blockquote>
        ))}
      </details>
    </section>
  );
}
