/**
 * Stores: named, typed state that many threads share, behind one API and several ways to own it.
 *
 * <p>Start at {@link io.isolde.store.Store}. Backends are found by their URI; {@link
 * io.isolde.store.spi} is what they are made of.
 */
@SuppressWarnings("module") // those to which packages are exported are compiled later
module io.isolde.store {
  requires static org.jspecify;
  requires transitive io.isolde.agent;
  requires transitive io.isolde.stm;

  exports io.isolde.store;
  exports io.isolde.store.codec;
  exports io.isolde.store.file;
  exports io.isolde.store.spi;
  exports io.isolde.store.file.base to
      io.isolde.store.chronicle;
  exports io.isolde.store.file.record to
      io.isolde.store.chronicle,
      io.isolde.store.postgres;
  exports io.isolde.store.file.storage to
      io.isolde.store.chronicle;

  uses io.isolde.store.StoreProvider;
  uses io.isolde.store.codec.Codec;

  provides io.isolde.store.StoreProvider with
      io.isolde.store.agent.AgentStoreProvider,
      io.isolde.store.agents.AgentsStoreProvider,
      io.isolde.store.file.FileStoreProvider,
      io.isolde.store.lock.LockStoreProvider,
      io.isolde.store.stm.StmStoreProvider;
}
