/** Why a goal does not hold where it does not, by its id; a goal that holds is not looked up. */
export const NOT_YET: Readonly<Record<string, string>> = {
  P1: 'A command is stored, judged and answered in several statements of one SQLite connection, each of which crosses a thread; TypeORM builds some of them anew.',
  P2: 'Eight agents that compute without a pause and three checkouts leave a process its share of two cores. Agents give way to the bot; checkouts of other programs do not. The floor is late as well.',
  P3: 'Two hundred commands a second are as many as one process takes on two cores that the load shares. In the profile the first cost is starting git for the runs that begin (a quarter of the busy time: a fork of the whole process takes about nine milliseconds on this machine), the second the database. Nothing is lost or doubled; what comes late is served.',
  P4: 'Most of the start is the loading of modules.',
  P5: 'What is loaded and idle: xstate, the machine of a run, the views, and the compiled form of the program.',
  P6: 'The claim itself is two renames. The rest is four processes of git (where the remote is, what it offers, what was fetched, the branch of the run), each of which takes twenty to thirty milliseconds here, nine of them the fork.',
  P7: 'Creating files is the cost, and three checkouts side by side on two cores, which are two threads of one, wait for the same processor and the same disk.',
  P8: 'Between the file and the post lie two commits with FULL, and Bolt’s client; on a busy machine each waits for the disk.',
  P9: 'The press is stored and decided before it is acknowledged, and the answer is a further effect with a commit of its own: four commits with FULL lie between the press and the file.',
  P10: 'Each message is parsed, accounted for in the agent’s log, and looked at for progress; in the profile a third of the time is hearing, a seventh collecting garbage, and the agents that write share the two cores.',
  P11: 'What is under way on a socket at the moment at which it breaks reaches nobody where the bot has not read it.',
};
