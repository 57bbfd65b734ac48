/**
 * `metawsm-operator`: the tools with which an agent asks a person and says that it is done, as a server of the Model
 * Context Protocol over standard input and output. The agent starts it and it ends with the agent. Exit codes: 0 the
 * agent closed it · 64 it was not started for a run · 74 nobody reads what it says.
 */
import { AskMailbox } from './ask-mailbox.js';
import { readLines } from './operator/lines.js';
import { OperatorServer } from './operator/server.js';
import { type Ground, operatorTools } from './operator/tools.js';

const SECOND_MS = 1_000;

function main(env: NodeJS.ProcessEnv): void {
  const workspace = env.METAWSM_WORKSPACE;
  if (!workspace) {
    process.stderr.write('metawsm-operator: METAWSM_WORKSPACE is not set: this is for agents of a run\n');
    process.exitCode = 64;
    return;
  }
  const sender = { run_id: env.METAWSM_RUN_ID, agent: env.METAWSM_AGENT };
  const ground: Ground = {
    workspace,
    sender,
    mailbox: new AskMailbox(workspace, sender),
    longestWaitMs: milliseconds(env.METAWSM_OPERATOR_WAIT_MS, 50 * SECOND_MS),
  };
  const server = new OperatorServer({
    tools: operatorTools(ground),
    progressMs: milliseconds(env.METAWSM_OPERATOR_PROGRESS_MS, 10 * SECOND_MS),
    send: (message) => process.stdout.write(`${JSON.stringify(message)}\n`),
  });
  // Whoever waits for an answer has gone; the question stays where it is.
  process.stdout.on('error', () => process.exit(74));
  readLines(process.stdin, (line) => server.receive(line)).then(
    () => process.exit(0),
    () => process.exit(74),
  );
}

function milliseconds(text: string | undefined, otherwise: number): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : otherwise;
}

main(process.env);
