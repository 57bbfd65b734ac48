#!/bin/sh
# Changes one file, then waits for the code with which it is to end.
echo "life" >> "$METAWSM_TICKET.txt"
pipe=$HOME/pipes/$METAWSM_RUN_ID
[ -p "$pipe" ] || mkfifo "$pipe"
read -r code < "$pipe"
exit "$code"
