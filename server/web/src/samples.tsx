/** Invented posts, one click away: those in the language at hand first. */
import type { Lang } from '../../../extension/ui/messages';
import { words } from './messages';
import type { Sample } from './reader';

export function Samples({
  list,
  text,
  lang,
  onChoose,
}: {
  list: Sample[];
  text: string;
  lang: Lang;
  onChoose(sample: Sample): void;
}) {
  const w = words[lang];
  const own = list.filter((s) => s.lang === lang);
  const other = list.filter((s) => s.lang !== lang).slice(0, 2);
  return (
    <div class="samples">
      <h2>{w.samples}</h2>
      <ul>
        {[...own, ...other].map((sample) => (
          <li key={sample.id} lang={sample.lang}>
            <button
              type="button"
              class="sample"
              aria-pressed={text === sample.text}
              data-sample={sample.id}
              onClick={() => onChoose(sample)}
            >
              {sample.title}
              {sample.lang !== lang && (
                <span class="sample-lang">
                  <span aria-hidden="true">{sample.lang}</span>
                  <span class="bd-unseen" lang={lang}>
                    {' '}
                    {w.otherLanguage}
                  </span>
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
