/** Puts the playground on the page. */
import { render } from 'preact';
import { adopt, highlightCSS } from '../../../extension/ui/styles';
import '../../../extension/ui/theme.css';
import '../../../extension/ui/card.css';
import './style.css';
import { App } from './app';

adopt(document, highlightCSS);
render(<App />, document.querySelector('#app')!);
