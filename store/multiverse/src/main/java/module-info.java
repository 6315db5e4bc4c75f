/** The backend {@code multiverse:}: a store on Multiverse 0.7. */
@SuppressWarnings("requires-automatic") // Multiverse has no module descriptor
module io.isolde.store.multiverse {
  requires static org.jspecify;
  requires transitive io.isolde.store;
  requires multiverse.core;
  requires jdk.unsupported; // which Multiverse uses
  requires org.pcollections;

  provides io.isolde.store.StoreProvider with
      io.isolde.store.multiverse.MultiverseStoreProvider;
}
