#!/bin/sh
# Asks one question and writes the answer into a file named after the ticket. May be started again at any moment.
cd "$METAWSM_WORKSPACE" || exit 1
if [ ! -s answer.txt ]; then
  metawsm-ask "Which greeting?" --option Hello --option Moin > answer.tmp || exit 1
  mv answer.tmp answer.txt
fi
cat answer.txt > "api/$METAWSM_TICKET.txt" || exit 1
printf '{"summary": "Greets"}\n' > .metawsm/complete.tmp || exit 1
mv .metawsm/complete.tmp .metawsm/implementation-complete.json
