/** The submitted form with an agent's questions: what is wrong stands at its field, else it is the answer. */
import { act, conclude, gestureOf, lateFor, type Tools, type Visit } from '../gesture.js';
import { answersText } from '../messages/asked-form.js';
import { unknownRun } from '../messages/private.js';
import { parsePress } from '../views/press.js';
import { type FilledView, readFill } from '../views/read-fill.js';
import { gone } from './gone.js';

export async function onFilled(
  form: FilledView & { private_metadata?: string },
  visit: Visit,
  tools: Tools,
): Promise<void> {
  const press = parsePress(form.private_metadata);
  if (press?.target === undefined) return gone(visit, tools);
  const run = await tools.look.find(press.run);
  if (!run) return gone(visit, tools, unknownRun(press.run));
  // A form belongs to no channel; what is said about it is said in the run's thread.
  visit.answer.locate(run.run.channel, run.run.messages.card?.ts);
  const { target } = press;
  const fields = run.run.guidance.find((one) => one.id === target)?.fields;
  if (!fields) return conclude(visit, tools, lateFor(run, { type: 'answer', target }));
  const fill = readFill(form, fields);
  if (!fill.ok) {
    await tools.door.settle(visit.key);
    await visit.answer.react({ response_action: 'errors', errors: fill.errors });
    return;
  }
  const { values } = fill;
  const text = answersText(fields, values);
  const event = {
    type: 'answer' as const,
    ...gestureOf(visit, tools),
    revision: press.rev,
    target,
    text,
    values,
  };
  await act(visit, tools, run, event, { typed: text });
}
