#!/bin/sh
# For whoever wants agent, setup and checks behind bubblewrap; named by `wrap` in metawsm.yml:
#
#   wrap: [./examples/wrap/bubblewrap.sh, --read, .claude/settings.json, --write, .claude/.credentials.json, --]
#
#   --read PATH    the program may read this too, which is there already
#   --write PATH   the program may read and write it
#   --commits      the program may commit by itself; otherwise git only reads, and metawsm commits what is left
#   --             ends these options
#
# A PATH with a leading slash is shown where it is. One without counts from HOME: from yours outside, from the run's inside.
#
# The program sees the system, the workspace of its run, and a HOME that belongs to the run. It does not see metawsm's
# database, logs, other workspaces, other repositories, the rest of your HOME, or any process outside.
# docs/containment.md says which agent needs which options, and what is not kept from it.
set -euf

fail() { printf 'bubblewrap.sh: %s\n' "$1" >&2; exit 126; }

# metawsm's own folder, for `metawsm-ask`; in a copy of this script, write the path here.
app=$(cd -P -- "$(dirname -- "$0")/../.." && pwd)
[ -e "$app/manifest.yml" ] || fail "metawsm is not in $app; write its folder into the line app= of this script"

workspace=${METAWSM_WORKSPACE:?is set by metawsm} run=${METAWSM_RUN_ID:?is set by metawsm}
home=${workspace%/*/*}                                  # METAWSM_HOME: two above <home>/workspaces/<run>
[ -z "${METAWSM_INTERVIEW-}" ] || home=${home%/*}       # and three above <home>/interviews/<run>-<round>/reading
real=$(cd -P -- "$workspace" && pwd)                    # the same without symbolic links
place=$workspace${PWD#"$real"}                          # where the program begins, in metawsm's spelling

words=$#  # The options and the command. What follows is put behind them, and at the end they are taken from the front.

# Walls. The network stays, for the model. No --die-with-parent: an agent that is told to end has the time to.
set -- "$@" --unshare-pid                               # sees and signals nothing outside; all of it ends together
set -- "$@" --unshare-ipc                               # no shared memory of other programs
set -- "$@" --cap-drop ALL                              # no powers, whoever the bot is
[ "$(id -u)" != 0 ] ||                                  # where the bot is root: a user, to whom root's files seem to belong
  set -- "$@" --unshare-user --uid 1000 --gid 1000      # (as root, the own sandbox of an agent would not stand in here)
set -- "$@" --proc /proc --dev /dev                     # fresh ones, which belong to these walls
set -- "$@" --tmpfs /tmp --setenv TMPDIR /tmp           # empty, and gone afterwards

# The system, to read.
set -- "$@" --ro-bind /usr /usr                         # programs and libraries
for folder in /bin /sbin /lib /lib32 /lib64; do         # mostly links into /usr
  if [ -h "$folder" ]; then set -- "$@" --symlink "$(readlink -- "$folder")" "$folder"
  elif [ -d "$folder" ]; then set -- "$@" --ro-bind "$folder" "$folder"; fi
done
for name in passwd group nsswitch.conf hosts host.conf resolv.conf hostname localtime timezone services protocols \
  ssl ca-certificates pki crypto-policies ld.so.cache ld.so.conf ld.so.conf.d alternatives gitconfig; do
  set -- "$@" --ro-bind-try "/etc/$name" "/etc/$name"   # not all of /etc, where keys and tokens lie too
done

# metawsm's own programs, to read.
set -- "$@" --ro-bind-try "$home/bin" "$home/bin"       # `metawsm-ask`
for name in dist src node_modules package.json examples/agents; do # what it is made of; not .env and metawsm.yml
  set -- "$@" --ro-bind-try "$app/$name" "$app/$name"
done

if [ -n "${METAWSM_INTERVIEW-}" ]; then
  own=/tmp/home                                         # an interviewer leaves nothing behind
  set -- "$@" --dir "$own" --ro-bind "$workspace" "$workspace" # what it reads
else
  own=$workspace/.home                                  # for sessions; goes with the workspace
  [ ! -h "$own" ] || fail "$own is a symbolic link; remove it"
  (umask 077 && mkdir -p -- "$own")
  set -- "$@" --bind "$workspace" "$workspace"          # worktrees and .metawsm/, to work in
  set -- "$@" --bind "$own" "$own"                      # so that it cannot be replaced from inside
fi
set -- "$@" --setenv HOME "$own"                        # nothing of yours is in there

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

commits=no state=option
while [ "$words" -gt 0 ]; do
  word=$1; shift; words=$((words - 1))
  case $state,$word in
    command,*) set -- "$@" "$word" ;;
    --read,*) state=option; shown --read "$word"; set -- "$@" --ro-bind "$from" "$to" ;;
    --write,*) state=option; shown --write "$word"; set -- "$@" --bind "$from" "$to" ;;
    option,--read | option,--write) state=$word ;;
    option,--commits) commits=yes ;;
    option,--)
      state=command IFS='
'
      for repo in $(repositories); do
        name=${repo##*/} own_tree=$repo/worktrees/$run
        set -- "$@" --ro-bind "$repo" "$repo"           # its history: log, diff, blame
        set -- "$@" --tmpfs "$repo/worktrees"           # not what other runs have in hand
        set -- "$@" --ro-bind "$own_tree" "$own_tree"   # but HEAD and index of this one
        [ "$place" != "$workspace/.merged/${name%.git}" ] || # a check on the merged result reads that repository
          set -- "$@" --ro-bind "$home/merge/$name" "$home/merge/$name"
        [ "$commits" = yes ] || continue
        mkdir -p -- "$repo/logs/refs/heads/metawsm"
        for part in objects refs/heads/metawsm logs/refs/heads/metawsm "worktrees/$run"; do
          set -- "$@" --bind "$repo/$part" "$repo/$part" # what a commit writes; never configuration and hooks
        done
      done
      set -- "$@" --remount-ro /                        # nothing is written where it would be lost
      set -- "$@" --chdir "$place" -- ;;
    *) fail "$word is none of --read --write --commits --" ;;
  esac
done
[ "$state" = command ] || fail 'the options end with --, and then comes the program'
exec bwrap "$@"
