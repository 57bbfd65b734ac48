/** A test that fails is run once more where TEST_ATTEMPTS says so; the closing line then names it. */
import { jest } from '@jest/globals';

const attempts = Number(process.env.TEST_ATTEMPTS ?? 1);
if (attempts > 1) jest.retryTimes(attempts - 1, { logErrorsBeforeRetry: true });
