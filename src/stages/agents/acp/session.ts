/** `<home>/runs/<run>/session.json`: the agent's own memory of a run, by its name. */
import { readJson } from '../../../shell/own-file.js';
import { runFile } from '../../../shell/run-folder.js';
import { writeWhole } from '../../../shell/whole-file.js';

export interface Session {
  sessionId: string;
  /** Name of the agent in metawsm.yml. */
  agent: string;
  createdAt: string;
  /** What the agent says that the whole session has cost, when its last turn ended. */
  cost?: number;
}

const fileOf = (home: string, runId: string) => runFile(home, runId, 'session.json');

export const readSession = (home: string, runId: string) => readJson<Session>(fileOf(home, runId));

export function writeSession(home: string, runId: string, session: Session): void {
  writeWhole(fileOf(home, runId), `${JSON.stringify(session)}\n`, { durable: true });
}
