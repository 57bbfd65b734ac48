/** Why a goal does not hold where it does not, by its id; a goal that holds is not looked up. */
export const NOT_YET: Readonly<Record<string, string>> = {
  P1: 'A command is stored, judged and answered in several statements of one SQLite connection, each of which crosses a thread; TypeORM builds most of them anew.',
  P2: 'Eight agents that compute without a pause and three checkouts leave a process its share of two cores, about a seventh; a command costs the bot several milliseconds of that. The floor is late as well.',
  P3: 'Two hundred commands a second are more than one SQLite connection with FULL and TypeORM takes on two cores that the load shares; what comes is served in order, later. Nothing is lost or doubled.',
  P4: 'Most of the start is the loading of modules.',
  P6: 'Without a warm worktree at hand the files are written when the run begins, and creating them is the cost.',
  P7: 'Creating files is the cost, and three checkouts side by side on two cores wait for the same disk.',
  P8: 'Between the file and the post lie two transactions with FULL, and Bolt’s client; on a busy machine each waits for the disk.',
  P9: 'The press is stored and decided before it is acknowledged, and the answer is a further effect with a transaction of its own.',
  P10: 'Each message is parsed, accounted for and looked at for progress: of the time that hearing takes in the profile, half is the account and the progress and a sixth the parsing. Garbage is collected for two fifths of that time again, and keeps the memory.',
  P11: 'What is under way on a socket at the moment at which it breaks reaches nobody where the bot has not read it.',
};
