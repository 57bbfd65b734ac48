/** Misdeeds with git: what it obeys, and what lies in the change. A canary says that the bot's git has obeyed. */
import type { Misdeed } from './misdeed.js';

/** `sh` that notes by whose git it is run, wherever that may be: only the bot's bears the mark of its home. */
const CANARY = `trap_="$canaries/$METAWSM_RUN_ID"
cat > trap.sh <<END
#!/bin/sh
printf '%s\\t%s\\t%s\\t%s\\n' "\\\${METAWSM_GIT_OF:+bot}" "\\$METAWSM_RUN_ID" "\\$0" "\\$(tr '\\\\000' ' ' < /proc/\\$PPID/cmdline)" >> "$trap_"
echo "<!channel>"; exit 1
END
chmod +x trap.sh; trap_sh=$PWD/trap.sh
`;
const HOOKS =
  'applypatch-msg commit-msg post-checkout post-commit post-index-change post-merge post-rewrite pre-commit pre-merge-commit pre-push prepare-commit-msg reference-transaction update post-update';

export const BY_GIT: Misdeed[] = [
  {
    name: 'hooks in its repository, in the mirror and by configuration',
    script: () => `${CANARY}
finish
for hook in ${HOOKS}; do
  mkdir -p "$mirror/hooks" api/.git-hooks; cp trap.sh "$mirror/hooks/$hook"; cp trap.sh "api/.git-hooks/$hook"
done
git -C api commit -q --allow-empty -m 'Springs its own trap'
git -C api config core.hooksPath "$PWD/api/.git-hooks"
rm trap.sh`,
    ends: ['merge_ready'],
    alone: true,
    springs: true,
    merges: true,
  },
  {
    name: 'filters, drivers, fsmonitor, pager, editor, ssh and aliases',
    script: () => `${CANARY}
finish
printf '* filter=evil diff=evil merge=evil\\n' > api/.gitattributes
mkdir -p "$mirror/info"; cp api/.gitattributes "$mirror/info/attributes"
for key in filter.evil.clean filter.evil.smudge filter.evil.process diff.evil.command diff.evil.textconv diff.external \\
  merge.evil.driver core.fsmonitor core.pager core.editor core.sshCommand core.alternateRefsCommand core.askPass \\
  gpg.program credential.helper uploadpack.packObjectsHook; do git -C api config $key "$trap_sh"; done
git -C api config filter.evil.required true; git -C api config commit.gpgSign true
printf '[include]\\n\\tpath = %s\\n' "$PWD/more" >> "$mirror/config"
git -C api status >/dev/null 2>&1
git -C api config --worktree core.worktree /tmp 2>/dev/null`,
    ends: ['merge_ready', 'failed'],
    alone: true,
    springs: true,
    merges: true,
  },
  {
    name: 'the worktree belongs to another repository',
    script: () => `${CANARY}
finish
git init -q other && git -C other commit -q --allow-empty -m other && cp trap.sh other/.git/hooks/pre-commit
git -C other config core.fsmonitor "$trap_sh"
git -C other status >/dev/null 2>&1
printf 'gitdir: %s\\n' "$PWD/other/.git" > api/.git`,
    ends: ['merge_ready', 'failed'],
    springs: true,
    merges: true,
  },
  {
    name: 'commondir, alternates and replaced objects',
    script: () => `
finish
git init -q --bare other
printf '%s\\n' "$PWD/other" > "$mirror/worktrees/$METAWSM_RUN_ID/commondir"
printf '%s\\n' "$PWD/other/objects" > "$mirror/objects/info/alternates"
git --git-dir="$mirror" replace "metawsm/$METAWSM_RUN_ID" main 2>/dev/null
rm -f "$mirror/objects/info/alternates"`,
    ends: ['merge_ready', 'failed'],
    alone: true,
  },
  {
    name: 'its HEAD stands on another branch',
    script: () => `git -C api checkout -q -b '@channel-own'; finish`,
    ends: ['merge_ready', 'failed', 'awaiting_guidance'],
    merges: true,
  },
  {
    name: 'its HEAD is detached, its base is moved',
    script: () => `
finish; git -C api checkout -q --detach; git -C api commit -q --allow-empty -m more
git --git-dir="$mirror" for-each-ref --format='%(refname)' refs/base | while read ref; do
  git --git-dir="$mirror" update-ref "$ref" "metawsm/$METAWSM_RUN_ID"; done`,
    ends: ['merge_ready', 'failed', 'awaiting_guidance'],
    alone: true,
    merges: true,
  },
  {
    name: 'its branch is deleted',
    script: () => `finish; git --git-dir="$mirror" update-ref -d "refs/heads/metawsm/$METAWSM_RUN_ID"`,
    ends: ['merge_ready', 'failed', 'awaiting_guidance'],
  },
  {
    name: 'its branch is locked for ever',
    script: () => `
finish; printf 'more\\n' > api/more.txt
touch -d 2099-01-01 "$mirror/refs/heads/metawsm/$METAWSM_RUN_ID.lock" "$mirror/worktrees/$METAWSM_RUN_ID/index.lock"`,
    ends: ['merge_ready', 'failed', 'awaiting_guidance'],
  },
  {
    name: 'its worktree is deleted',
    script: () => `claim Greets; rm -rf api`,
    ends: ['failed'],
  },
  {
    name: 'its worktree is moved, and a link stands in its place',
    script: () => `finish; mv api elsewhere; ln -s elsewhere api`,
    ends: ['failed', 'merge_ready'],
  },
  {
    name: 'a history without its base',
    script: () => `
cd api && git checkout -q --orphan alone && git rm -rfq --cached . && cd ..
finish; git --git-dir="$mirror" update-ref "refs/heads/metawsm/$METAWSM_RUN_ID" "$(git -C api rev-parse HEAD)"`,
    ends: ['failed', 'merge_ready', 'awaiting_guidance'],
  },
  {
    name: 'a merge of a history that has nothing to do with it',
    script: () => `
git init -q other && printf 'x\\n' > other/x && git -C other add -A && git -C other commit -q -m "<!channel> other"
git -C api fetch -q "$PWD/other" HEAD && git -C api merge -q --allow-unrelated-histories -m 'Merged-by: lead (U0LEAD01)' FETCH_HEAD
finish`,
    ends: ['merge_ready', 'failed'],
  },
  {
    name: 'commits of the future, by nobody, in no encoding',
    script: () => `
finish
printf 'tree %s\\nparent %s\\nauthor  <> 99999999999 +9999\\ncommitter <!channel> <<@U0EVIL01>> 99999999999 -9999\\nencoding EBCDIC\\n\\n\\377\\376 <!here>' \\
  "$(git -C api rev-parse HEAD^{tree})" "$(git -C api rev-parse HEAD)" > raw
git -C api update-ref HEAD "$(git -C api hash-object -t commit -w --literally ../raw)"
GIT_AUTHOR_DATE='2099-01-01T00:00:00Z' GIT_COMMITTER_DATE='2099-01-01T00:00:00Z' git -C api commit -q --allow-empty -m future`,
    ends: ['merge_ready', 'failed'],
  },
  {
    name: 'keys in the change: by case, by a link, in a merge',
    script: () => `
printf 'A=1\\n' > api/.ENV; printf 'A=1\\n' > api/other && ln -s other api/.env.local
git -C api checkout -q -b side && printf 'k\\n' > api/id_rsa && git -C api add -f -A && git -C api commit -q -m side
git -C api checkout -q - && printf 'z\\n' > api/z && git -C api add z && git -C api commit -q -m z
git -C api merge -q -m merged side; git -C api add -f -A; git -C api commit -q -m forced; finish`,
    ends: ['merge_ready', 'failed', 'awaiting_guidance'],
    also: ({ context }) => {
      const said = JSON.stringify(context.evidence);
      return ['.ENV', '.env.local', 'id_rsa']
        .filter((name) => !said.includes(JSON.stringify(name)))
        .map((name) => `the evidence does not name ${name} among what must not be merged`);
    },
  },
  {
    name: 'a change with as many files as a large project',
    script: ({ changed }) => `
node -e '
const { mkdirSync, writeFileSync } = require("fs");
for (let n = 0; n < ${changed}; n++) {
  if (n % 1000 === 0) mkdirSync("api/d" + n / 1000, { recursive: true });
  writeFileSync("api/d" + Math.floor(n / 1000) + "/f" + n, "x\\n");
}'
finish`,
    ends: ['merge_ready', 'failed'],
  },
  {
    name: 'a change with a huge file',
    script: ({ file }) => `head -c ${file} /dev/urandom > api/huge.bin; finish`,
    ends: ['merge_ready', 'failed'],
  },
];
