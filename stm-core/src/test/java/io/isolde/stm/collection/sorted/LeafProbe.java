package io.isolde.stm.collection.sorted;

/** Access to the leaves of a sorted map, for tests. */
public final class LeafProbe {
  private final LeafChain<?, ?> chain;

  private LeafProbe(LeafChain<?, ?> chain) {
    this.chain = chain;
  }

  /** The leaves of a live map. */
  public static LeafProbe of(Pages<?, ?> pages) {
    return new LeafProbe((LeafChain<?, ?>) pages);
  }

  /** Whether these are the pages of a live map. */
  public static boolean isLive(Pages<?, ?> pages) {
    return pages instanceof LeafChain<?, ?>;
  }

  /** Asserts the invariants, at a moment when no thread changes the map. */
  public void assertInvariants() {
    chain.assertInvariants();
  }

  /** How many leaves there are. */
  public int leaves() {
    return chain.leaves();
  }

  /** How many leaves are in the index. */
  public int indexed() {
    return chain.indexed();
  }
}
