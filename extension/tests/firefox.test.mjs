import * as firefox from './harness/firefox.mjs';
import { managed } from './suites/managed.mjs';
import { suite } from './suites/suite.mjs';

suite(firefox);
managed(firefox);
