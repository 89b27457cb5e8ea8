import * as firefox from '../harness/firefox.mjs';
import { experiment } from '../suites/control.mjs';

experiment(firefox);
