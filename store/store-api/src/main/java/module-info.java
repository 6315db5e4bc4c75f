/**
 * Stores: named, typed state that many threads share, behind one API and several ways to own it.
 *
 * <p>Start at {@link io.isolde.store.Store}. Only the exported packages are API. The backends are
 * found by their URI; their packages, and the one that they share, may change in any release.
 */
module io.isolde.store {
  requires static transitive org.jspecify;
  requires transitive io.isolde.stm;

  exports io.isolde.store;
  exports io.isolde.store.agent;
  exports io.isolde.store.codec;
  exports io.isolde.store.file;

  uses io.isolde.store.StoreProvider;
  uses io.isolde.store.codec.Codec;

  provides io.isolde.store.StoreProvider with
      io.isolde.store.file.FileStoreProvider,
      io.isolde.store.lock.LockStoreProvider,
      io.isolde.store.oneowner.AgentStoreProvider,
      io.isolde.store.ownerperkey.AgentsStoreProvider,
      io.isolde.store.stm.StmStoreProvider;
}
