/** The hands, each given what it needs. Agents and guidance are joined here, checks and merges too. */
import { join } from 'node:path';
import { type Config, presetOf } from '../config.js';
import type { Deliver, Handlers } from '../engine/ports.js';
import type { FindSimilar } from '../engine/similar.js';
import type { Log } from '../logging.js';
import type { Redactor } from '../redact.js';
import type { RunContext } from '../run/context.js';
import type { MessagePlace } from '../run/decision.js';
import { forbiddenBy } from '../run/forbidden.js';
import { identityEnvironment, inheritForGit } from '../shell/git.js';
import { readIssue } from '../shell/github.js';
import { givePrecedence } from '../shell/precedence.js';
import { plainQuestion } from '../slack/messages/question.js';
import { agentStage } from '../stages/agents/agents.js';
import { checksStage } from '../stages/checks/checks.js';
import { guidanceStage } from '../stages/guidance/guidance.js';
import { installAsk } from '../stages/guidance/install-ask.js';
import { interviewStage } from '../stages/interview/interview.js';
import { type MergeOptions, mergeStage } from '../stages/merge/merge.js';
import { ticketStage } from '../stages/tickets/tickets.js';
import type { Pool } from '../stages/workspace/pool/pool.js';
import { workspaceStage } from '../stages/workspace/workspace.js';
import { environments } from './environments.js';
import { keepText, keptTexts } from './foreign-texts.js';
import { type Previews, previews } from './preview.js';
import { readingWith } from './reading.js';
import { verifying } from './verify.js';

export type WorkHandlers = Omit<Handlers, `slack.${string}`>;

export interface StageOptions {
  config: Config;
  redact: Redactor;
  log: Log;
  now: () => string;
  deliver: Deliver;
  personName: (userId: string) => Promise<string>;
  /** Address of a Slack message; undefined before Slack has told its own. */
  messageLink: (place: MessagePlace) => string | undefined;
  findSimilar: FindSimilar;
  /** Text of the Slack thread that a run came from, for its agent; undefined where it cannot be read. */
  threadText: (run: RunContext, signal: AbortSignal) => Promise<string | undefined>;
  /** True while people wait for the acknowledgement of what they did. */
  othersWait: () => boolean;
  /** How often the progress of an agent's turn is told, at most. */
  progressMs?: number;
  /** True where so many bytes more fit into `limits.disk`. */
  hasRoom: (bytes: number) => boolean;
  /** The pool takes more or less disk. */
  poolChanged: () => void;
}

export interface Stages {
  handlers: WorkHandlers;
  /** Of the merge stage, for looking ahead. */
  mergeOptions: MergeOptions;
  /** The run has moved: its agent and its files are watched, or no longer. */
  follow(run: RunContext): void;
  /** Ends and removes what interviewers of an earlier bot left. */
  clearInterviews(): Promise<void>;
  /** Worktrees that wait for runs. */
  pool: Pool;
  /** Dry runs. */
  previews: Previews;
  close(): Promise<void>;
}

export function joinStages(options: StageOptions): Stages {
  const { config, redact, log, now, deliver, personName, messageLink, findSimilar, threadText, progressMs } =
    options;
  const { home, git, repos } = config;
  const binDir = join(home, 'bin');
  installAsk(binDir);
  inheritForGit(config.environment, home);
  givePrecedence(options.othersWait);
  const env = environments(config, binDir);
  const forbidden = forbiddenBy(config.checks.forbidden);
  const fault = (runId: string, error: unknown) =>
    log.run(runId).warn('a file or process could not be watched', { error });
  const keepThread = async (run: RunContext, signal: AbortSignal) => {
    try {
      const text = await threadText(run, signal);
      if (text !== undefined) keepText(home, run.id, 'thread.md', redact(text));
    } catch (error) {
      signal.throwIfAborted();
      log.run(run.id).warn('the thread that the run came from was not kept for its agent', { error });
    }
  };
  const guidance = guidanceStage({ home, deliver, now, fault });
  const agents = agentStage({
    home,
    agents: config.agents.map((agent) => {
      const facts = presetOf(agent.preset);
      return facts ? { ...agent, facts } : agent;
    }),
    environment: env.agent,
    identityEnvironment: identityEnvironment(git),
    binDir,
    deliver,
    now,
    redact,
    settle: guidance.settle,
    fault,
    warn: (runId, message) => log.run(runId).warn(message),
    ...(progressMs === undefined ? {} : { tempo: { progressMs, figuresMs: progressMs } }),
  });
  const tickets = ticketStage({
    home,
    repos,
    git,
    now,
    personName,
    messageLink,
    questionText: plainQuestion,
    redact,
    issues: {
      read: (source, signal) =>
        readIssue(source, { ...config.github, environment: config.environment }, signal),
      keep: (runId, text) => keepText(home, runId, 'issue.md', text),
    },
    ...(config.tickets ? { tickets: config.tickets } : {}),
  });
  const { renewBases, readOnly, pool, ...workspace } = workspaceStage({
    home,
    repos,
    git,
    ...(config.tickets ? { tickets: config.tickets } : {}),
    environment: env.repo,
    wrap: (run) => env.wrap(run.agent.name),
    redact,
    hide: redact.addFile,
    now,
    questionText: plainQuestion,
    ticketFiles: async (run) => {
      const documents = await tickets.documents(run.ticket);
      return [...documents, ...keptTexts(home, run.id, documents)];
    },
    pool: {
      size: config.pool.size,
      fetchEveryMs: config.pool.fetchMs,
      recycle: config.agents.every(({ wrap }) => wrap.length === 0),
      path: config.environment.PATH ?? '',
      setup: (repo, agent, id) => ({ environment: env.pool(repo, agent, id), wrap: env.wrap(agent) }),
      hasRoom: options.hasRoom,
      onChanged: options.poolChanged,
      onFault: (repo, error) =>
        log.warn('no worktree could be kept ready; runs make their own meanwhile', { repo, err: error }),
    },
  });
  const checks = checksStage({
    home,
    repos,
    timeoutMs: config.checks.timeoutMs,
    environment: env.repo,
    wrap: env.wrap,
    redact,
    now,
    forbidden,
    identity: git,
  });
  const { clear, ...interview } = interviewStage({
    home,
    agents: config.agents,
    timeoutMs: config.intake.timeoutMs,
    environment: env.interviewer,
    path: config.environment.PATH ?? '',
    ticketFiles: (run) => tickets.documents(run.ticket),
    questionText: plainQuestion,
    redact,
    now,
    missed: (runId, { code, detail }, error) =>
      log.run(runId).warn('the interviewer was not heard', {
        code,
        ...(detail === undefined ? {} : { detail }),
        ...(error === undefined ? {} : { error }),
      }),
  });
  const mergeOptions = { home, repos, git, forbidden, personName, now, redact };
  const merge = mergeStage(mergeOptions);
  const keep = guidance['guidance.deliver'];
  return {
    mergeOptions,
    handlers: {
      ...workspace,
      ...merge,
      ...checks,
      ...interview,
      'repositories.read': readingWith(workspace['repositories.read'], tickets.read, findSimilar, keepThread),
      async 'agent.start'(params, run, call) {
        // Feedback may ask to merge the base; the agent itself has no way to the remote.
        if (params.mode === 'feedback' || params.mode === 'restart')
          await renewBases(run, call.signal).catch((error: unknown) =>
            log
              .run(run.id)
              .warn('the bases could not be fetched anew; the agent starts with what is there', { error }),
          );
        return agents['agent.start'](params, run, call);
      },
      'agent.look': agents['agent.look'],
      'feedback.write': agents['feedback.write'],
      'processes.end': agents['processes.end'],
      async 'guidance.deliver'(params, run, call) {
        const request = run.guidance.find(({ id }) => id === params.id);
        // What its protocol cannot carry is in a file before the agent can be told to read it.
        const written =
          request?.answer?.permit?.note === undefined ? undefined : await keep(params, run, call);
        const brought = request?.state === 'answered' ? await agents.answer(run, request) : 'gone';
        if (brought === 'delivered')
          return written ?? { type: 'guidance_delivered', at: now(), id: params.id };
        // Nobody waits for it any more: it stands in the agent's next prompt.
        return written ?? keep(params, run, call);
      },
      'ticket.write': tickets['ticket.write'],
      'merge.verify': verifying({
        home,
        repos,
        env,
        now,
        redact,
        hide: redact.addFile,
        timeoutMs: config.checks.timeoutMs,
      }),
    },
    clearInterviews: clear,
    pool,
    previews: previews(readOnly, tickets.read, findSimilar),
    follow(run) {
      if (run.worktrees.length > 0) guidance.follow(run);
      agents.follow(run);
    },
    async close() {
      await agents.close();
      await guidance.close();
    },
  };
}
