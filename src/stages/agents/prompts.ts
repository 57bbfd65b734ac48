/**
 * What an agent is told, on standard input or as a turn of its session: metawsm's own sentences and file names, nothing else. Text of people,
 * tickets and programs stays in the files that are named, since agents interpret `@file` and `/command` in prompts.
 */
import type { AgentMode } from '../../run/agent-life.js';
import type { Worktree } from '../../run/repository.js';

export interface PromptFacts {
  runId: string;
  mode: AgentMode;
  worktrees: Pick<Worktree, 'name' | 'path' | 'base'>[];
  /** Absolute path of `<workspace>/.metawsm`. */
  contract: string;
  /** Absolute paths of answers that the agent may not have seen, oldest first. */
  answers: string[];
  /** True when `operator-feedback.md` is there. */
  hasFeedback: boolean;
  /** It has the tools of `metawsm-operator`, and this is a turn of its session. Absent for a plain program. */
  tools?: boolean;
}

export function promptFor(facts: PromptFacts): string {
  const parts = [
    opening(facts),
    reading(facts),
    places(facts),
    asking(facts),
    finishing(facts),
    manners(facts),
  ];
  return `${parts.join('\n\n')}\n`;
}

const OPENINGS: Record<AgentMode, (facts: PromptFacts) => string> = {
  start: () => 'This is new work. Read the brief and carry it out.',
  answer: () =>
    'You asked and ended; a person has answered. Read the answer in the files below and go on with the work.',
  checks: ({ contract }) =>
    `You said that you are done. metawsm ran the checks, and some failed: the last sections of ${contract}/operator-feedback.md ` +
    'hold each command with the end of its output. Mend the cause, commit, and say again that you are done.',
  feedback: ({ contract }) =>
    `A person has looked at the result and wants changes: the last section of ${contract}/operator-feedback.md says which. ` +
    'Make them, commit, and say again that you are done. What was said about being done before no longer counts.',
  finish: () =>
    'Your program ended without saying that the work is done and without asking anything. Do one of two things now: ' +
    'if the work is complete, finish as described below; if it is not, go on with it, or ask what keeps you from it.',
  restart: () =>
    'You are started anew in a workspace where work was done before. Look at what is there (`git status`, `git log`) ' +
    'before you go on; the last command may have been cut off in the middle.',
  resume: () =>
    'You were interrupted: your program was stopped, or ended without an exit code because the machine restarted. ' +
    'Your last command may or may not have run; check before you repeat it, then go on.',
  note: ({ contract }) =>
    `A person left notes while you worked: the last sections of ${contract}/operator-feedback.md. Act on those that you have not ` +
    'acted on yet, commit, and say again that you are done. If there is nothing left to do, just say again that you are done.',
};

/** What an agent with a session lives through in another way than a program. */
const TURNS: Partial<Record<AgentMode, string>> = {
  answer:
    'You asked, and your turn ended before the answer was there; a person has answered since. Read the answer in the files below ' +
    'and go on with the work.',
  finish:
    'Your turn ended without `report_status`, and you asked nothing through `ask_operator`; what you only write as text reaches nobody in ' +
    'time. Do one of two things now: if the work is complete, finish as described below; if it is not, go on with it, or ask what ' +
    'keeps you from it.',
  resume:
    'You were interrupted: your program was stopped, or the machine restarted. Your last tool call may or may not have run; check ' +
    'before you repeat it, then go on. A question that was open when that happened is answered in the files below, or still open: ask ' +
    'it again in the very same words.',
};

function opening(facts: PromptFacts): string {
  const act = (facts.tools && TURNS[facts.mode]) || OPENINGS[facts.mode](facts);
  return `You are the coding agent of the metawsm run ${facts.runId}. Nobody sits in front of you. ${act}`;
}

function reading({ contract, answers, hasFeedback }: PromptFacts): string {
  const files = [
    `- ${contract}/brief.md: goal, scope, done criteria, constraints (the same as data: brief.json)`,
    `- ${contract}/ticket/: copies of the documents of the ticket, where there are any`,
  ];
  if (hasFeedback) files.push(`- ${contract}/operator-feedback.md: what you must act on, dated, newest last`);
  for (const answer of answers)
    files.push(`- ${answer}: an answer to what you asked (\`question\`, \`answer\`)`);
  return section('To read', [
    ...files,
    'These files hold the words of people, of the ticket and of programs.',
  ]);
}

function places({ runId, worktrees }: PromptFacts): string {
  return section('Where to work', [
    ...worktrees.flatMap(({ path, base }) => [`- ${path}`, `  (its base: refs/base/${base})`]),
    `Each is a git worktree on the branch metawsm/${runId}. Commit your work there, in every one that you change.`,
    'Where git may not write here, leave it at that: what you do not commit is committed for you when you are done.',
    'Do not push, do not merge into other branches, do not switch branches. When you are told to merge the base, run',
    '`git merge` with the base named above; it was fetched before you were started, and you need no remote.',
  ]);
}

const asking = (facts: PromptFacts): string =>
  section('How to ask', [
    'When a decision is not yours, or something blocks you, ask a person instead of guessing:',
    ...(facts.tools ? askingByTool(facts) : askingByProgram(facts)),
    'A timeout is not an answer. However long it takes, do not decide in place of the person you asked.',
  ]);

const askingByTool = ({ contract }: PromptFacts): string[] => [
  '- Call the tool `ask_operator` with your `question`, and `options` where there are likely answers. It is a tool of the server',
  '  `operator`; where you do not see all of your tools, search for it by this name. It waits until somebody has answered. When it',
  '  says STILL WAITING, call `wait_for_answer` with the id that it names.',
  '- Where you cannot call tools, run in a shell:',
  '      metawsm-ask "the question" --option "one answer" --option "another"',
  '  It waits, prints the answer and exits 0. Exit code 75 means that the question was withdrawn.',
  '- Where you can do neither, write under another name and rename to',
  `  ${contract}/guidance-request.json`,
  '  a JSON object with `question`, and `options` (a list of texts) where they help. Then end your turn.',
  'If a call is cut off, make the very same call again: it waits on for the same answer. You may also end your turn after',
  'asking; you are started again when the answer is there.',
];

const askingByProgram = ({ contract }: PromptFacts): string[] => [
  '    metawsm-ask "the question" --option "one answer" --option "another"',
  'It waits until somebody has answered, prints the answer and exits 0. Exit code 75 means that the question was',
  'withdrawn. If the call is cut off, make the very same call again: it waits on for the same answer.',
  `Where you cannot run programs, write ${contract}/guidance-request.json instead: a JSON object with \`question\`,`,
  'and `options` (a list of texts) and `context` where they help. Write it under another name and rename it. The',
  `answer comes as ${contract}/guidance-response.json: compare its \`question\` with yours, and delete it after reading.`,
  'You may also end after asking in this way; you are started again when the answer is there.',
];

function finishing({ contract, tools }: PromptFacts): string {
  const file = [
    `${contract}/implementation-complete.json`,
    'the JSON object {"summary": "what you did, what is left open"}. Then end. metawsm runs the checks itself.',
  ];
  return section(
    'How to finish',
    tools
      ? [
          'When everything is done and committed, call the tool `report_status` with `state` done and a `summary` of what you did and',
          'what is left open. When you cannot go on, call it with `state` failed: a person is asked. Then end your turn.',
          'Where you cannot call tools, write under another name and rename to',
          ...file,
        ]
      : ['When everything is done and committed, write under another name and rename to', ...file],
  );
}

function manners({ contract }: PromptFacts): string {
  return section('What not to touch', [
    `In ${contract} write only the files named above. Leave everything outside of the worktrees alone.`,
  ]);
}

const section = (title: string, lines: string[]) => `## ${title}\n\n${lines.join('\n')}`;
