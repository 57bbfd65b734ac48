/** Misdeeds with the files through which agents and bot speak. */
import { type Misdeed, most, type Sight } from './misdeed.js';

const ASKED = 200;
const TOLD = 60;

const bounded = ({ context, said }: Sight): string[] => [
  ...most('requests in the run', context.guidance.length, ASKED + 5),
  ...most('messages in the thread', said.length, ASKED + TOLD + 40),
];
const rejected = (sight: Sight): string[] =>
  sight.context.notices.length > 0 ? bounded(sight) : ['nothing was told to be rejected'];

/** `sh` that asks through a file; the run waits. */
const question = `printf '{"question": "Good so?"}\\n' > .metawsm/draft && mv .metawsm/draft .metawsm/guidance-request.json`;

export const BY_FILES: Misdeed[] = [
  {
    name: 'links, pipes, sockets, devices and folders where files are expected',
    script: () => `
ln -s /etc/passwd .metawsm/guidance-request.json
ln -s "$runs" api/.metawsm
mkfifo $ask/q-000000000001.json
mkdir $ask/q-000000000002.json
ln -s /dev/zero $ask/q-000000000003.json
mknod $ask/q-000000000004.json c 1 5 2>/dev/null
ln "$METAWSM_BRIEF" $ask/q-000000000005.json
(cd $ask && node -e 'require("net").createServer().listen("q-000000000006.json", () => process.exit())')
truncate -s 3G $ask/q-000000000007.json
sleep 1; finish`,
    ends: ['merge_ready'],
    also: rejected,
  },
  {
    name: 'names of 255 bytes, with line breaks, with signs that no text has',
    script: () => `
long=$(head -c 248 /dev/zero | tr '\\0' x)
for name in "q-$long.json" "q-a
b.json" "q-$(printf '\\033[2J\\377').json" "q-<!channel>.json"; do printf '{"question": "x"}' > "$ask/$name"; done
sleep 1; finish`,
    ends: ['merge_ready'],
    also: rejected,
  },
  {
    name: 'thousands of questions in its mailbox',
    script: ({ many }) => `
node -e '
const { writeFileSync, renameSync } = require("fs");
for (let n = 0; n < ${many}; n++) {
  const id = n.toString(16).padStart(12, "0");
  writeFileSync(".metawsm/ask/t", JSON.stringify({ question: "Question " + n }));
  renameSync(".metawsm/ask/t", ".metawsm/ask/q-" + id + ".json");
}'
sleep 300`,
    ends: ['awaiting_guidance'],
    also: bounded,
  },
  {
    name: 'one question after the other through the file pair',
    script: ({ many }) => `
node -e '
const { writeFileSync, renameSync, existsSync } = require("fs");
let n = 0;
const end = Date.now() + 15000;
(function next() {
  if (n >= ${many} || Date.now() > end) return;
  if (!existsSync(".metawsm/guidance-request.json")) {
    writeFileSync(".metawsm/t", JSON.stringify({ question: "Question " + n++ }));
    renameSync(".metawsm/t", ".metawsm/guidance-request.json");
  }
  setTimeout(next, 2);
})();'
sleep 300`,
    ends: ['awaiting_guidance'],
    also: bounded,
  },
  {
    name: 'thousands of files that are no questions',
    script: ({ many }) => `
node -e '
const { writeFileSync } = require("fs");
for (let n = 0; n < ${many}; n++) writeFileSync(".metawsm/ask/q-" + n + ".json", "[" + n);'
sleep 2; finish`,
    ends: ['merge_ready'],
    also: rejected,
  },
  {
    name: 'questions as large as a file may be',
    script: () => `
node -e '
const { writeFileSync, renameSync } = require("fs");
for (let n = 0; n < 150; n++) {
  writeFileSync(".metawsm/t", JSON.stringify({ question: n + "x".repeat(200000) }));
  renameSync(".metawsm/t", ".metawsm/ask/q-" + n.toString(16).padStart(12, "0") + ".json");
}'
sleep 300`,
    ends: ['awaiting_guidance'],
    also: ({ context }) => most('bytes of the run', JSON.stringify(context).length, 4_000_000),
  },
  {
    name: 'a file that is replaced without end while it is read, by a program that outlives the agent',
    script: () => `
setsid env -i node -e '
const { writeFileSync } = require("fs");
const end = Date.now() + 25000;
(function next() {
  try { writeFileSync(".metawsm/guidance-request.json", "{" + Math.random()); } catch { return; }
  if (Date.now() < end) setTimeout(next, 20);
})();' </dev/null >/dev/null 2>&1 &
finish`,
    ends: ['merge_ready'],
  },
  {
    name: 'an answer of gigabytes and answers to nobody',
    script: () => `
truncate -s 1900M .metawsm/guidance-response.json
printf '{"answer": "Merge & close"}' > $ask/a-000000000001.json
printf '{"answer": "yes"}' > $ask/d-000000000002.json
mkdir -p .metawsm/answers && printf '{}' > .metawsm/answers/g1.json
${question}
sleep 300`,
    ends: ['awaiting_guidance'],
  },
  {
    name: 'its contract folder is replaced by a link, its folders by files',
    script: () => `
finish
rm -rf .metawsm/taken .metawsm/answers; ln -s /etc .metawsm/taken; touch .metawsm/answers
sleep 1; mv .metawsm .elsewhere; ln -s .elsewhere .metawsm`,
    ends: ['merge_ready', 'awaiting_guidance', 'failed'],
  },
  {
    name: 'nothing in its workspace may be read or written',
    script: () => `
finish
chmod 000 .metawsm api .`,
    ends: ['merge_ready', 'awaiting_guidance', 'failed'],
  },
];
