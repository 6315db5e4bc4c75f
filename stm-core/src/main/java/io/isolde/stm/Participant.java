package io.isolde.stm;

/**
 * Something that commits together with a transaction, in two phases: a journal, for example.
 *
 * <p>{@link Transaction#enlist} makes it take part in the attempt under way. When that attempt is
 * certain to commit, and nobody can see its changes yet, every participant is asked to {@link
 * #prepare}; a participant that throws vetoes. After the changes are published, it is told that
 * they are {@link #committed}. The participants of an attempt that is rolled back before it came so
 * far hear nothing.
 *
 * <p>The calls for one attempt come from one thread, the one that runs the transaction, in the
 * order of enlistment.
 */
public interface Participant {
  /**
   * Makes ready to commit. Transactions prepare one at a time, in an order in which they may have
   * taken effect: after those whose changes they have seen or overwrite, and before those who
   * overwrite what they have read. A {@link Stm#snapshot} may have read something older: it
   * prepares after those whose changes it has seen, and that is all.
   *
   * <p>Called while the refs that the transaction writes are locked, and nobody else can prepare or
   * take its turn for after-commit hooks: others wait, so this must be short and must not block. It
   * must not use refs or the transaction: they throw {@link IllegalStateException}.
   *
   * @throws RuntimeException to veto: the transaction changes nothing and its caller sees this
   */
  void prepare();

  /**
   * Takes note that the changes are published. Called outside the transaction and without locks, on
   * the committing thread before the transaction returns and before its after-commit hooks; it may
   * block, and use refs. What it throws reaches the caller like what an after-commit hook throws.
   */
  default void committed() {}

  /**
   * Takes {@link #prepare} back, because a participant after this one vetoed. Called under the same
   * conditions as that. All of them are told; what one throws is suppressed in the veto.
   */
  default void abandoned() {}
}
