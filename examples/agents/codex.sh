#!/bin/sh
# For teams with Codex, which runs without its screen here. The prompt comes on standard input; it says how to ask and how to finish.
# Git's own data lies outside its sandbox, so metawsm commits what it leaves.
set -eu

exec codex exec --sandbox workspace-write --skip-git-repo-check \
  -c "sandbox_workspace_write.writable_roots=[\"$METAWSM_WORKSPACE\"]" -
