#!/bin/sh
# Asks one question, writes the answer into both repositories, forgets what the check wants and mends it when told.
# Notes its lives, and whether another one was at work beside it.
cd "$METAWSM_WORKSPACE" || exit 1
notes=$HOME/agents
mkdir -p "$notes"
alone=$notes/$METAWSM_RUN_ID.alone
# A killed one may stay a zombie, or its number belong to somebody else: only its command line tells that it lives.
other=$(cat "$alone" 2> /dev/null)
if [ -n "$other" ] && grep -q agent.sh "/proc/$other/cmdline" 2> /dev/null; then
  echo "twice $$" >> "$notes/$METAWSM_RUN_ID.log"
fi
echo $$ > "$alone"
echo "begin $$" >> "$notes/$METAWSM_RUN_ID.log"
trap 'rm -f "$alone"; echo "end $$" >> "$notes/$METAWSM_RUN_ID.log"' EXIT
trap 'exit 143' TERM INT HUP

save() {
  # What a killed life of this agent may have left.
  rm -f "$(git -C "$1" rev-parse --path-format=absolute --git-path index.lock)"
  git -C "$1" add -A
  git -C "$1" diff --cached --quiet || git -C "$1" commit -q -m "$2"
}

if [ ! -e answer.txt ]; then
  metawsm-ask "Which greeting for $METAWSM_TICKET?" --option "Hello $METAWSM_TICKET" --option "Moin $METAWSM_TICKET" > answer.tmp || exit 1
  mv answer.tmp answer.txt
fi
answer=$(cat answer.txt)

for repo in api web; do
  printf '%s, %s\n' "$answer" "$repo" > "$repo/greeting-$METAWSM_TICKET.txt"
  save "$repo" "Greet with $answer"
done

if [ -e .metawsm/operator-feedback.md ]; then
  printf 'yes\n' > "api/mended-$METAWSM_TICKET.txt"
  save api "Mend $METAWSM_TICKET"
fi

printf '{"summary": "Greets with %s"}\n' "$answer" > .metawsm/complete.tmp
mv .metawsm/complete.tmp .metawsm/implementation-complete.json
