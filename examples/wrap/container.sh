#!/bin/sh
# For whoever wants agent, setup and checks each in a container of its own; named by `wrap` in metawsm.yml:
#
#   wrap: [./examples/wrap/container.sh, --image, our-agents, --write, .codex/auth.json, --]
#
#   --image NAME     what the program finds: the agent, git, Node.js, and what setup and checks call
#   --engine NAME    docker (default) or podman
#   --network NAME   another network than the engine's default; `host` reaches a model on this machine
#   --read PATH      the program may read this too, which is there already
#   --write PATH     the program may read and write it
#   --commits        the program may commit by itself; otherwise git only reads, and metawsm commits what is left
#   --               ends these options
#
# A PATH with a leading slash is shown where it is. One without counts from HOME: from yours outside, from the run's inside.
# docs/containment.md says which agent needs which options, and what is not kept from it.
set -euf

fail() { printf 'container.sh: %s\n' "$1" >&2; exit 126; }

# metawsm's own folder, for `metawsm-ask`; in a copy of this script, write the path here.
app=$(cd -P -- "$(dirname -- "$0")/../.." && pwd)
[ -e "$app/manifest.yml" ] || fail "metawsm is not in $app; write its folder into the line app= of this script"

workspace=${METAWSM_WORKSPACE:?is set by metawsm} run=${METAWSM_RUN_ID:?is set by metawsm}
home=${workspace%/*/*}                                  # METAWSM_HOME: two above <home>/workspaces/<run>
[ -z "${METAWSM_INTERVIEW-}" ] || home=${home%/*}       # and three above <home>/interviews/<run>-<round>/reading
real=$(cd -P -- "$workspace" && pwd)                    # the same without symbolic links
place=$workspace${PWD#"$real"}                          # where the program begins, in metawsm's spelling
name=metawsm-$run-$$                                    # of this one program

words=$#  # The options and the command. What follows is put behind them, and at the end they are taken from the front.

set -- "$@" run --rm --interactive --init               # passes standard input on; ends and reaps what is left inside
set -- "$@" --name "$name" --label "metawsm.run=$run"   # to be found: docker ps --filter label=metawsm.run
set -- "$@" --user "$(id -u):$(id -g)"                  # files belong to the bot's user, who commits and removes them
set -- "$@" --cap-drop ALL --security-opt no-new-privileges # nothing that a user may not do
set -- "$@" --read-only                                 # the image: nothing is written where it would be lost
set -- "$@" --tmpfs /tmp:rw,exec,mode=1777              # empty, and gone afterwards

# metawsm's own programs, to read.
[ ! -d "$home/bin" ] || set -- "$@" --volume "$home/bin:$home/bin:ro" # `metawsm-ask`
for part in dist src node_modules package.json examples/agents; do # what it is made of; not .env and metawsm.yml
  [ ! -e "$app/$part" ] || set -- "$@" --volume "$app/$part:$app/$part:ro"
done

if [ -n "${METAWSM_INTERVIEW-}" ]; then
  own=/tmp                                              # an interviewer leaves nothing behind
  set -- "$@" --volume "$workspace:$workspace:ro"       # what it reads
else
  own=$workspace/.home                                  # for sessions; goes with the workspace
  [ ! -h "$own" ] || fail "$own is a symbolic link; remove it"
  (umask 077 && mkdir -p -- "$own")
  set -- "$@" --volume "$workspace:$workspace"          # worktrees and .metawsm/, to work in
  set -- "$@" --volume "$own:$own"                      # so that it cannot be replaced from inside
fi

# The variables that metawsm gave. Only their names stand among the arguments, which everybody on the machine may read.
for variable in $(awk 'BEGIN { for (name in ENVIRON) print name }'); do
  case $variable in
    PATH | HOME | PWD | OLDPWD | SHLVL | _ | TMPDIR | SHELL | USER | LOGNAME | *[!A-Za-z0-9_]*) ;;
    *) set -- "$@" --env "$variable" ;;
  esac
done
set -- "$@" --env "HOME=$own" --env TMPDIR=/tmp         # nothing of yours is in there
set -- "$@" --env "PATH=$home/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" # the image's, not the host's

# Where PATH of --read and --write lies (`from`) and is shown (`to`). The run's HOME was written by its programs, so no
# link in there may lead elsewhere.
shown() {
  case $2 in /*) from=$2 to=$2 ;; *) from=${HOME:?is not set}/$2 to=$own/$2 ;; esac
  [ -e "$from" ] || fail "$1 $2: there is no $from"
  part=$to
  while [ "$from" != "$to" ] && [ "$part" != "$own" ]; do
    [ ! -h "$part" ] || fail "$1 $2: $part is a symbolic link; remove it"
    part=${part%/*}
  done
}

# This run's repositories: those that know its worktree, which only metawsm can make.
repositories() {
  set +f
  for repo in "$home"/repos/*.git; do [ ! -d "$repo/worktrees/$run" ] || printf '%s\n' "$repo"; done
}

engine=docker image='' commits=no state=option
while [ "$words" -gt 0 ]; do
  word=$1; shift; words=$((words - 1))
  case $state,$word in
    command,*) set -- "$@" "$word" ;;
    --read,*) state=option; shown --read "$word"; set -- "$@" --volume "$from:$to:ro" ;;
    --write,*) state=option; shown --write "$word"; set -- "$@" --volume "$from:$to" ;;
    --image,*) state=option image=$word ;;
    --engine,*) state=option engine=$word ;;
    --network,*) state=option; set -- "$@" --network "$word" ;;
    option,--read | option,--write | option,--image | option,--engine | option,--network) state=$word ;;
    option,--commits) commits=yes ;;
    option,--)
      [ -n "$image" ] || fail '--image is missing'
      empty=''
      case $engine in
        podman | */podman)
          empty=:notmpcopyup                            # podman would copy into it what it is to hide
          [ "$(id -u)" = 0 ] || set -- "$@" --userns keep-id # the same user inside as outside
      esac
      state=command IFS='
'
      for repo in $(repositories); do
        base=${repo##*/} own_tree=$repo/worktrees/$run
        set -- "$@" --volume "$repo:$repo:ro"           # its history: log, diff, blame
        set -- "$@" --tmpfs "$repo/worktrees$empty"     # not what other runs have in hand
        [ "$commits" = yes ] || set -- "$@" --volume "$own_tree:$own_tree:ro" # but HEAD and index of this one
        [ "$place" != "$workspace/.merged/${base%.git}" ] || # a check on the merged result reads that repository
          set -- "$@" --volume "$home/merge/$base:$home/merge/$base:ro"
        [ "$commits" = yes ] || continue
        mkdir -p -- "$repo/logs/refs/heads/metawsm"
        for part in objects refs/heads/metawsm logs/refs/heads/metawsm "worktrees/$run"; do
          set -- "$@" --volume "$repo/$part:$repo/$part" # what a commit writes; never configuration and hooks
        done
      done
      set -- "$@" --workdir "$place" "$image" ;;
    *) fail "$word is none of --image --engine --network --read --write --commits --" ;;
  esac
done
[ "$state" = command ] || fail 'the options end with --, and then comes the program'

# kill -9 ends this program, but not the container; so somebody outside of its process group watches, and removes it.
setsid sh -c 'while kill -0 "$1"; do sleep 1; done; exec "$2" rm --force "$3"' sh $$ "$engine" "$name" </dev/null >/dev/null 2>&1 &
exec "$engine" "$@"
