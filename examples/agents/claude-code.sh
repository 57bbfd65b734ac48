#!/bin/sh
# For teams with Claude Code, which runs without its screen here. The prompt comes on standard input; it says how to ask and how to finish.
# Allow here what your repositories need; what is not allowed is refused to the agent, since nobody is asked.
set -eu

# As interviewer it only reads; the folder is thrown away afterwards.
if [ -n "${METAWSM_INTERVIEW:-}" ]; then
  exec claude --print --allowedTools Read Grep Glob --disallowedTools Bash Edit Write WebFetch
fi

# Asking and finishing happen in the workspace, beside the repositories.
set -- --print --add-dir "$METAWSM_WORKSPACE" --permission-mode acceptEdits \
  --allowedTools 'Bash(git:*)' 'Bash(metawsm-ask:*)' 'Bash(npm test:*)' 'Bash(npm run:*)'

# After an answer or feedback the conversation of this folder goes on.
if [ -n "${METAWSM_RESUME:-}" ]; then
  set -- --continue "$@"
fi
exec claude "$@"
