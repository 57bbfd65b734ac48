/** All goals, in the order of docs/performance.md. */
import type { Goal } from './goal.js';
import { acknowledged, replied } from './goals/acknowledged.js';
import { answered, questioned } from './goals/asked.js';
import { back, cut, formDuringLimit } from './goals/connection.js';
import { crowd, undisturbed } from './goals/crowded.js';
import { growth } from './goals/growth.js';
import { printed } from './goals/output.js';
import { idle, started } from './goals/started.js';
import { cold, fromPool } from './goals/workspace.js';

export const GOALS: readonly Goal[] = [
  acknowledged,
  undisturbed,
  crowd,
  started,
  idle,
  fromPool,
  cold,
  questioned,
  answered,
  printed,
  cut,
  back,
  formDuringLimit,
  replied,
  growth,
];
