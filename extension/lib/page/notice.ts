/**
 * Says that an edit could not be made, and offers the text it would have made: the
 * author pastes it, for Bedside does not force an editor.
 */
import type { Lang } from '../../ui/messages';
import { adopt, cardCSS, themeCSS } from '../../ui/styles';
import { shadow } from './host';

const words = {
  en: {
    said: 'This page did not take the edit. You can copy the edited text and paste it yourself.',
    copy: 'Copy the edited text',
    close: 'Close',
  },
  fr: {
    said: 'Cette page n’a pas accepté la modification. Vous pouvez copier le texte modifié et le coller vous-même.',
    copy: 'Copier le texte modifié',
    close: 'Fermer',
  },
};

const css = `
  .bd-root.notice {
    position: fixed;
    right: 16px;
    bottom: 16px;
    max-width: 340px;
    padding: 14px 16px;
    border-radius: var(--bd-radius);
    background: var(--bd-surface);
    box-shadow: var(--bd-shadow);
    pointer-events: auto;
  }
  .notice p { margin: 0 0 10px; }
  .notice div { display: flex; flex-wrap: wrap; gap: 8px; }
`;

/** Shows the notice until the author copies the text or closes it. */
export function offerCopy(text: string, lang: Lang): void {
  const root = shadow();
  root.querySelector('[data-bedside="notice"]')?.remove();
  const release = adopt(root, themeCSS, cardCSS, css);
  const say = words[lang];
  const notice = document.createElement('div');
  notice.className = 'bd-root notice';
  notice.dataset.bedside = 'notice';
  notice.setAttribute('role', 'alert');
  notice.lang = lang;
  const said = document.createElement('p');
  said.textContent = say.said;
  const choices = document.createElement('div');
  const close = () => {
    notice.remove();
    release();
  };
  choices.append(
    button(say.copy, 'bd-button bd-main', () => {
      navigator.clipboard.writeText(text).then(close, () => {});
    }),
    button(say.close, 'bd-button', close),
  );
  notice.append(said, choices);
  root.append(notice);
}

function button(label: string, className: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.textContent = label;
  made.addEventListener('click', onClick);
  return made;
}
