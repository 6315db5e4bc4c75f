/**
 * Transactional refs for Java: cells that many threads read and update together, atomically, with
 * no locks in user code.
 *
 * <p>Start at {@link io.isolde.stm.Stm}. Only the packages that are exported to all modules are
 * API; the others, their classes and the supertypes that the refs inherit from them may change in
 * any release.
 */
@SuppressWarnings("module") // the one that a package is exported to is compiled later
module io.isolde.stm {
  requires static jdk.jfr;
  requires static org.jspecify;

  exports io.isolde.stm;
  exports io.isolde.stm.collection;
  exports io.isolde.stm.collection.parts to
      io.isolde.store;
}
