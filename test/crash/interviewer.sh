#!/bin/sh
# Reads and asks: one question in the first round, one in the second, which repeats the answer to the first.
# Notes its lives, and whether another one read for the same run beside it.
notes=$HOME/interviewers
mkdir -p "$notes"
alone=$notes/$METAWSM_RUN_ID.alone
other=$(cat "$alone" 2> /dev/null)
if [ -n "$other" ] && grep -q interviewer.sh "/proc/$other/cmdline" 2> /dev/null; then
  echo "twice $$" >> "$notes/$METAWSM_RUN_ID.log"
fi
echo $$ > "$alone"
echo "begin $$" >> "$notes/$METAWSM_RUN_ID.log"
trap 'rm -f "$alone"; echo "end $$" >> "$notes/$METAWSM_RUN_ID.log"' EXIT
trap 'exit 143' TERM INT HUP

sleep 0.4
if grep -q '"round": 1,' draft.json; then
  printf '{"questions": [{"field": "constraints", "question": "Which language for %s?", "options": ["English %s", "Low German %s"]}]}\n' \
    "$METAWSM_TICKET" "$METAWSM_TICKET" "$METAWSM_TICKET"
else
  said=$(grep -o 'Low German [A-Z0-9.-]*' draft.json | head -n 1)
  printf '{"questions": [{"field": "goal", "question": "May %s speak %s in the README?", "options": ["Yes, it may speak %s"]}]}\n' \
    "$METAWSM_TICKET" "$said" "$said"
fi
