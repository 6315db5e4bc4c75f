/**
 * Transactional refs for Java: cells that many threads read and update together, atomically, with
 * no locks in user code.
 *
 * <p>Start at {@link io.isolde.stm.Stm}. Only the packages that are exported to all modules are
 * API; the others, their classes and the supertypes that the refs inherit from them may change in
 * any release.
 */
module io.isolde.stm {
  requires static jdk.jfr;
  requires static org.jspecify;

  exports io.isolde.stm;
  exports io.isolde.stm.collection;
}
