#!/bin/sh
# For a first run, and for writing your own: the smallest agent that does everything an agent may do. It asks a question,
# waits for the answer, changes a file, commits, and says that it is done. It needs no network and no key.
set -eu

# With several repositories the agent starts in the workspace above them.
if ! git rev-parse --show-toplevel >/dev/null 2>&1; then
  for folder in "$METAWSM_WORKSPACE"/*/; do
    cd "$folder"
    break
  done
fi

# Waits as long as it takes; exit code 75 means that the question was withdrawn.
answer=$(metawsm-ask "Which greeting shall I use?" --option "Hello" --option "Good morning")

printf '%s from %s\n' "$answer" "$METAWSM_TICKET" >>GREETING.md
git add -- GREETING.md
git commit --quiet -m "feat: greet with the chosen words"

# Written under another name first, so that nobody reads half a file.
done_file="$METAWSM_WORKSPACE/.metawsm/implementation-complete.json"
printf '{"summary": "Added the greeting that was asked for.", "run_id": "%s"}\n' "$METAWSM_RUN_ID" >"$done_file.new"
mv -- "$done_file.new" "$done_file"
