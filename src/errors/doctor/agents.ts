/** What `doctor` says of agents. */
import type { ErrorText } from '../../errors.js';
import { well } from './well.js';

export const DOCTOR_AGENTS = {
  doctor_agent: well('{name} answers after {detail}{known}.'),
  doctor_agent_there: well('{name} is there: {detail} (not started; it begins work as soon as it is).'),
  doctor_agent_missing: {
    what: '{name} cannot be started: {detail}.',
    todo: 'Install it, make it executable, or correct `command` in metawsm.yml.',
  },
  doctor_agent_silent: {
    what: '{name} was started and did not answer within {detail}.',
    todo: 'As the bot’s user start its command by hand and look at what it says; see docs/agents.md.',
  },
  doctor_agent_ended: {
    what: '{name} ended without an answer: {detail}.',
    todo: 'As the bot’s user start its command by hand; it must speak the Agent Client Protocol. See docs/agents.md.',
  },
  doctor_agent_protocol: {
    what: '{name} answers, but not as the Agent Client Protocol wants it: {detail}.',
    todo: 'Install the version that docs/agents.md names.',
  },
  doctor_agent_version: {
    what: '{name} is version {detail}; metawsm was tried with {known}.',
    todo: 'It will most likely work. If not, install that version; see docs/agents.md.',
  },
  doctor_agent_npx: {
    what: '{name} is not installed: npx fetches it at its first start, which takes minutes.',
    todo: 'Install it now: {known}',
  },
  doctor_wrap: well('{name}: its `wrap` starts programs.'),
  doctor_wrap_failed: {
    what: '{name}: its `wrap` starts nothing: {detail}.',
    todo: 'As the bot’s user try the words of `wrap` with `true` behind them; see docs/containment.md.',
  },
  doctor_wrap_untried: {
    what: '{name}: whether its program is there cannot be seen from outside of `wrap`.',
    todo: 'Try one run.',
  },
  doctor_interviewer: well('{name} can interview: {detail}.'),
} as const satisfies Record<string, ErrorText>;
