/** What Slack's client shows a person when a gesture came to nothing. */
export type ClientErrorCode =
  | 'operation_timeout'
  | 'dispatch_failed'
  | 'not_a_command'
  | 'bad_response'
  | 'no_tab'
  | 'no_stop'
  | 'no_session';

export class SlackClientError extends Error {
  readonly code: ClientErrorCode;
  constructor(code: ClientErrorCode, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}
