/**
 * Agents: pieces of state with one owner each, to which others send messages.
 *
 * <p>Start at {@link io.isolde.agent.Agent}.
 */
@SuppressWarnings("module") // those to which packages are exported are compiled later
module io.isolde.agent {
  requires static org.jspecify;
  requires transitive io.isolde.stm;

  exports io.isolde.agent;
  exports io.isolde.agent.mailbox to
      io.isolde.store;
}
