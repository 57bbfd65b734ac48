/** Slack's limits, all of them, in one table. Lengths are UTF-16 units, which is never more than Slack counts. */
export const LIMITS = {
  message: {
    blocks: 50,
    /** Slack cuts `text` beyond 40,000 and refuses an edit beyond this. */
    text: 4_000,
    /** All texts of all blocks together; Slack refuses beyond about 13,200. */
    chars: 12_000,
  },
  /** `size`: of the whole form as JSON; Slack refuses beyond 250 kB. */
  modal: {
    size: 240_000,
    blocks: 100,
    title: 24,
    submit: 24,
    close: 24,
    privateMetadata: 3_000,
    callbackId: 255,
  },
  home: { blocks: 100 },
  header: { text: 150 },
  section: { text: 3_000 },
  context: { elements: 10, text: 3_000 },
  actions: { elements: 25 },
  plan: { tasks: 50 },
  button: { text: 75, value: 2_000, url: 3_000 },
  select: { options: 100, placeholder: 150 },
  menu: { options: 5 },
  option: { text: 75, value: 75, description: 75 },
  /** Radio buttons and checkboxes. */
  choices: { options: 10 },
  confirm: { title: 100, text: 300, confirm: 30, deny: 30 },
  input: { label: 2_000, hint: 2_000, placeholder: 150, value: 3_000 },
  id: { action: 255, block: 255 },
  /** Options shown as buttons; more become a select. */
  optionButtons: 5,
} as const;
