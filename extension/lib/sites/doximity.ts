import type { Kind, Site } from './site';
import { commenting, labelOf, messaging, sending } from './words';

function kind(composer: Element): Kind {
  const label = labelOf(composer);
  const { pathname } = location;
  if (messaging.test(label) || /^\/(messages|conversations|inbox)/.test(pathname)) return 'message';
  return commenting.test(label) ? 'comment' : 'post';
}

export const doximity: Site = {
  id: 'doximity',
  name: 'Doximity',
  matches: ['https://www.doximity.com/*', 'https://opmed.doximity.com/*'],
  composer: [
    'textarea:not([role="searchbox"])',
    '[role="textbox"][contenteditable="true"]',
    '.ProseMirror[contenteditable="true"], .ql-editor[contenteditable="true"]',
  ].join(),
  post: [{ is: 'button, [role="button"], input[type="submit"]', called: sending }],
  media: 'form img[src^="blob:"]',
  kind,
  enterPosts: () => false,
  audience: (composer) => (kind(composer) === 'message' ? 'one' : 'some'),
};
