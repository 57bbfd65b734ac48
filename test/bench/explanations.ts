/** Why a goal does not hold where it does not, by its id; a goal that holds is not looked up. */
export const NOT_YET: Readonly<Record<string, string>> = {
  P1: 'A command is stored, judged and answered in several statements of one SQLite connection, each of which crosses a thread; TypeORM builds some of them anew.',
  P2: 'Eight agents that compute without a pause and three checkouts leave a process its share of two cores. Agents give way to the bot; checkouts of other programs do not. The floor is late as well.',
  P3: 'Two hundred commands a second are as many as one process takes on two threads that the load shares. While people wait work begins one by one, so that they are acknowledged first. In the profile the first cost is starting git for the runs that begin (a fork of the whole process takes about ten milliseconds on this machine), the second the database. Nothing is lost or doubled; what comes late is served.',
  P4: 'Most of the start is the loading of modules.',
  P5: 'What is loaded and idle: xstate, the machine of a run, the views, and the compiled form of the program.',
  P6: 'The claim itself is two renames. In a timeline of 97 ms, two thirds are two processes of git, one after the other: what the source offers (35 ms), and the branch of the run (20 ms); ten milliseconds of each are the fork of the bot. The rest is the index of the worktree, which is copied, and the commits of the run’s moves.',
  P7: 'Creating files is the cost, and three checkouts side by side on two cores, which are two threads of one, wait for the same processor and the same disk.',
  P8: 'Between the file and the post lie two commits with FULL, and Bolt’s client; on a busy machine each waits for the disk.',
  P9: 'The press is stored and decided before it is acknowledged, and the answer is a further effect with a commit of its own: four commits with FULL lie between the press and the file.',
  P10: 'In the profile of what is heard a third is reading JSON, nearly half the agent’s progress and its account in the log, and a tenth collecting garbage. The agents that write, and the disk, share the two threads with it. The slowest acknowledgements are those of the moment in which the four agents start: each start stops the bot for ten milliseconds.',
  P11: 'What is under way on a socket at the moment at which it breaks reaches nobody where the bot has not read it.',
};
