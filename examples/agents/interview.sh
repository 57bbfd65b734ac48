#!/bin/sh
# For a first look, and for writing your own: the smallest interviewer. It needs no model, no network and no key: it reads
# the ticket and the draft, and asks one question where they are silent about callers that exist.
set -eu

# The prompt comes on standard input; whoever knows the form already needs none of it.
if grep -q '"round": 1,' draft.json && ! grep -rqiE 'compatib|breaking' draft.json ticket 2>/dev/null; then
  cat <<'END'
{
  "questions": [
    {
      "field": "constraints",
      "question": "May callers that exist have to change?",
      "options": ["No, they keep working unchanged", "Yes, they may change"],
      "why": "Neither the ticket nor the brief speaks of compatibility."
    }
  ]
}
END
else
  echo '{"questions": []}'
fi
