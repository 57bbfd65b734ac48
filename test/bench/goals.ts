/** All goals, in the order of docs/performance.md. */
import type { Goal } from './goal.js';
import { acknowledged, replied } from './goals/acknowledged.js';
import { idle, started } from './goals/started.js';

export const GOALS: readonly Goal[] = [acknowledged, started, idle, replied];
