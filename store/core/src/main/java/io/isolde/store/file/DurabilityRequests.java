package io.isolde.store.file;

import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionLocal;
import io.isolde.store.Durability;
import org.jspecify.annotations.Nullable;

/** How durable the transactions of a store are: what they request, or its setting. Thread-safe. */
final class DurabilityRequests {
  /*
   * Idea. The strongest request of an attempt counts. It is a transaction-local value, so that a
   * nested block that is rolled back takes its requests with it. These request something:
   *
   *   a transact with a durability     that one
   *   a transact without, which is not inside one with a durability     the setting of the store
   *   writes before the first request that are inside no transact       the setting of the store
   *
   * The second of these matters only if others request less than the setting, and would cost every
   * transaction a look-up. So it is requested at the end of the body, and not before anybody has
   * requested less inside of a transaction.
   */

  /** The strongest request, and whether the attempt is inside a transact with a durability. */
  private record Requested(Durability strongest, boolean inside) {}

  private final Durability setting;
  private final TransactionLocal<@Nullable Requested> requested =
      TransactionLocal.withInitial(() -> null);

  /**
   * Whether any attempt has requested something, so that others need not look: never reset. As
   * below, a thread need only see what it has written itself.
   */
  private boolean isAnyRequested;

  /**
   * Whether a transact inside some transaction has requested less than the setting: never reset. A
   * thread need only see what it has written itself.
   */
  private boolean isLessRequested;

  DurabilityRequests(Durability setting) {
    this.setting = setting;
  }

  /** The durability of the calling thread's attempt. */
  Durability strongest() {
    Requested present = isAnyRequested ? requested.get() : null;
    return present == null ? setting : present.strongest;
  }

  /** Requests {@code durability} for a whole attempt, at its beginning. */
  void begin(Durability durability) {
    request(new Requested(durability, true));
  }

  private void request(Requested request) {
    isAnyRequested = true;
    requested.set(request);
  }

  /**
   * Runs a body inside an attempt, and requests {@code durability}.
   *
   * @param hasChanges whether the attempt has changed something before
   */
  <T extends @Nullable Object, X extends Throwable> T inside(
      Durability durability, boolean hasChanges, TransactionBody<T, X> body) throws X {
    Requested before = requested.get();
    if (durability.compareTo(setting) > 0) {
      isLessRequested = true;
    }
    request(new Requested(added(durability, before, hasChanges), true));
    T result = body.run();
    requested.set(new Requested(strongest(), before != null && before.inside));
    return result;
  }

  private Durability added(Durability durability, @Nullable Requested before, boolean hasChanges) {
    if (before != null) {
      return stronger(durability, before.strongest);
    }
    return hasChanges ? stronger(durability, setting) : durability;
  }

  private static Durability stronger(Durability one, Durability other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /**
   * Requests the setting for the attempt, if necessary: the body of a transact without a durability
   * has ended. Returns whether the attempt is more durable now.
   */
  boolean endBody() {
    Requested present = isLessRequested ? requested.get() : null;
    if (present == null || present.inside || present.strongest.compareTo(setting) <= 0) {
      return false;
    }
    requested.set(new Requested(setting, false));
    return true;
  }
}
