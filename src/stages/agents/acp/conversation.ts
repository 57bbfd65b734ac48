/** One turn of an agent, taken up from its beginning by whichever bot is there. */
import type { RunContext } from '../../../run/context.js';
import type { Fault } from '../../../run/events.js';
import type { GuidanceRequest } from '../../../run/guidance-request.js';
import { endOf } from '../../../shell/output-end.js';
import type { Slices } from '../../../shell/slices.js';
import { writeWhole } from '../../../shell/whole-file.js';
import type { AgentOptions } from '../options.js';
import { writeRecap } from '../recap.js';
import type { Life, Runner } from '../runner.js';
import { deferred, within } from './deferred.js';
import { finish } from './finish.js';
import type { Shaken } from './handshake.js';
import { type Hearing, hearingOf } from './hearing.js';
import { errorsIn, keepEnd } from './keep-end.js';
import { openTurn } from './opening.js';
import { processWatch } from './process-watch.js';
import { promptTurn } from './prompting.js';
import type { Session } from './session.js';
import { Teller } from './teller.js';
import type { Tempo } from './tempo.js';
import { brokenBy, type Circumstances, notStartedBy, turnEnded } from './turn-end.js';
import { type Beginning, readTurnEnd, type TurnEnd, turnFile } from './turn-folder.js';
import { nativeId } from './unheard.js';
import { Left } from './wire.js';

export interface ConversationOptions extends AgentOptions {
  runner: Runner;
  tempo: Tempo;
  slices: Slices;
}

const LONGEST_SAID = 4_000;

export class Conversation {
  private readonly teller: Teller;
  private readonly hearing: Hearing;
  private readonly over: () => unknown;
  private readonly stood = deferred<Fault | undefined>();
  private readonly released = deferred<void>();
  /** The run has it, or will have it in a moment, that the agent has started. */
  private admitted = false;
  private prompting: { sessionId: string; answered: Promise<unknown> } | undefined;
  private session: Session | undefined;
  /** Resolves when the turn is over and told, or nobody listens any more. */
  readonly done: Promise<void>;

  constructor(
    private readonly options: ConversationOptions,
    private readonly life: Life,
    private readonly beginning: Beginning,
    private run: RunContext,
  ) {
    const { tempo, warn = () => {} } = options;
    this.teller = new Teller(options, run.id, life.step);
    const { fault, deliver } = this.teller;
    this.over = processWatch(options.runner, life, run.id, {
      feederFile: this.file('feeder'),
      errorFile: this.file('err.log'),
      most: tempo.mostOutput,
      unfedMs: tempo.unfedMs,
    });
    this.hearing = hearingOf({
      ...options,
      runId: run.id,
      beginning,
      run: () => this.run,
      over: this.over,
      deliver,
      report: this.teller.report,
      fault,
      warn: (message) => warn(run.id, message),
    });
    this.follow(run);
    this.done = this.live().catch((error: unknown) => {
      if (!(error instanceof Left)) this.teller.fault(error);
    });
  }

  get step(): number {
    return this.life.step;
  }

  /** The last sign of life in milliseconds since 1970; 0 for none. */
  get seenAt(): number {
    return this.hearing.turn.seenAt;
  }

  /** The run has moved. An agent that it has is prompted; one that it has no more is heard, but not told of. */
  follow(run: RunContext): void {
    this.run = run;
    const { alive, starting, step } = run.agent;
    const mine = step === this.step;
    this.teller.mute = !mine || !(alive || starting);
    if (mine && alive) this.admit();
    if ((mine && alive) || this.teller.mute) this.released.resolve();
  }

  /** Resolves when the agent has a session, or with why it will not get one. Rejects when nobody listens any more. */
  stands(): Promise<Fault | undefined> {
    const left = this.done.then(() => {
      throw new Left();
    });
    return Promise.race([this.stood.promise, left]);
  }

  /** Brings a person's answer to the request that waits for it. Throws what the disk says. */
  async answer(request: GuidanceRequest): Promise<'delivered' | 'gone'> {
    const { via } = request;
    const { wire, asked } = this.hearing;
    await wire.caughtUp;
    if (via.kind !== 'acp' || this.over()) return 'gone';
    return asked.answer(nativeId(via.id), request);
  }

  /** Lets the agent put its turn away in order, for a moment. */
  async cancel(): Promise<void> {
    const { wire, asked } = this.hearing;
    if (!this.prompting || wire.isOver) return;
    const { sessionId, answered } = this.prompting;
    try {
      await asked.cancelAll();
      await wire.send({ method: 'session/cancel', params: { sessionId } });
    } catch (error) {
      if (!wire.isOver) this.teller.fault(error);
      return;
    }
    await within(this.options.tempo.politeMs, answered);
  }

  /** Listens no more; the agent goes on. */
  async leave(): Promise<void> {
    this.teller.mute = true;
    this.hearing.wire.end(new Left());
    this.released.resolve();
    await this.hearing.reporter.stop();
    await this.hearing.wire.closed();
    await this.done;
  }

  private async live(): Promise<void> {
    const { home } = this.options;
    const known = readTurnEnd(home, this.run.id, this.step);
    if (known) this.admit();
    const end = known ?? (await this.talk());
    if (!end) return;
    await finish({
      ...this.options,
      hearing: this.hearing,
      life: this.life,
      run: () => this.run,
      released: this.released.promise,
      end,
      errors: () => this.errors(),
      deliver: this.teller.deliver,
      fault: this.teller.fault,
    });
  }

  private async talk(): Promise<TurnEnd | undefined> {
    const { wire, turn } = this.hearing;
    wire.listen(turn);
    void wire.caughtUp.then(() => turn.live());
    try {
      const shaken = await this.begin();
      const result = await this.prompt(shaken);
      const said = endOf(turn.progress.said(), { characters: LONGEST_SAID, redact: this.options.redact });
      const about = { modelFailed: turn.progress.modelFailed(), now: this.options.now() };
      const closes = shaken.closes ? { closes: shaken.session.sessionId } : {};
      return this.keep({ ...turnEnded(result, said, about), ...closes });
    } catch (error) {
      if (error instanceof Left) throw error;
      if (this.admitted) return this.keep(brokenBy(error, this.circumstances()));
      const fault = notStartedBy(error, this.circumstances());
      await this.options.runner.stop(this.run.id, this.life);
      this.stood.resolve(fault);
      return undefined;
    }
  }

  private async begin(): Promise<Shaken> {
    const shaken = await openTurn({
      ...this.hearing,
      ...this.options,
      runId: this.run.id,
      beginning: this.beginning,
      startTimeMs: this.run.settings.startTimeMs,
      waits: () => this.admit(),
    });
    this.session = shaken.session;
    return shaken;
  }

  private async prompt({ session, forgot }: Shaken): Promise<unknown> {
    const { wire, turn } = this.hearing;
    this.admit();
    // Not before the run knows of the agent: what it says then finds a run that hears it.
    await Promise.race([this.released.promise, wire.ended]);
    if (this.teller.mute) throw new Left();
    if (forgot !== undefined) await this.recap(forgot);
    const { plain, recap } = this.beginning.prompts;
    const { sessionId } = session;
    return promptTurn({
      ...this.hearing,
      home: this.options.home,
      run: () => this.run,
      sessionId,
      text: forgot === undefined ? plain : recap,
      first: () => {
        const from = wire.written;
        writeWhole(this.file('prompted.json'), `${JSON.stringify({ from })}\n`);
        turn.begins(from);
      },
      prompted: (answered) => {
        this.prompting = { sessionId, answered };
      },
    });
  }

  private admit(): void {
    this.admitted = true;
    this.stood.resolve(undefined);
  }

  private keep(end: TurnEnd): TurnEnd {
    const { turn } = this.hearing;
    const told = { ...end, progress: turn.progress.state(this.options.now()) };
    const cost = turn.progress.cumulativeCost();
    const session = this.session && cost > 0 ? { ...this.session, cost } : undefined;
    return keepEnd(
      { ...this.options, runId: this.run.id, step: this.step, fault: this.teller.fault },
      told,
      session,
    );
  }

  /** What it did not do in this session it finds in a file; people are told that it does not remember. */
  private async recap(why: string): Promise<void> {
    const { home, redact } = this.options;
    const { wire } = this.hearing;
    if (!wire.sent.has('session/prompt')) await wire.insist(() => writeRecap(home, this.run));
    await this.teller.forgot(redact(why));
  }

  private circumstances = (): Circumstances => ({ errors: this.errors(), now: this.options.now() });

  private errors = () => errorsIn(this.file('err.log'), this.options.redact);

  private file = (name: string) => turnFile(this.options.home, this.run.id, this.life.step, name);
}
