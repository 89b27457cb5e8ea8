import { webConsole } from './suites/console.mjs';

webConsole();
