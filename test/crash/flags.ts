/** Of the process that is killed: V8 takes its own form of a program only under the flags under which it was made. */
export const FLAGS = ['--disable-warning=ExperimentalWarning'];
