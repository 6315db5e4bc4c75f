package io.isolde.store.testkit.shared;

import io.isolde.store.testkit.PromiseReport;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of a backend whose stores several JVMs share, beyond {@link
 * io.isolde.store.testkit.StoreContract}: what holds for the transactions of one JVM holds for
 * those of all together. The laws start JVMs that open the same URI. A law that needs a capability
 * is skipped if the store lacks it.
 *
 * <p>A commit is acknowledged when the JVM that has made it has said so to the JVM of the law,
 * which gets the words of a JVM that has been killed, too.
 *
 * {@snippet :
 * class PostgresSharedTest extends SharedStoreContract {
 *   PostgresSharedTest() {
 *     super(Server::fresh);
 *   }
 * }
 * }
 */
@ExtendWith(PromiseReport.class)
public abstract class SharedStoreContract
    implements SharedMoneyContract,
        RealTimeContract,
        WakingContract,
        FollowingContract,
        KilledJvmContract,
        SharedNamesContract,
        FirstUseContract,
        SkewContract {
  private final Supplier<String> fresh;
  private @Nullable String uri;

  /**
   * Takes what supplies the URIs.
   *
   * @param fresh supplies the URI of a store in which nothing was ever written, another one each
   *     time; every JVM on this machine can open it, several at a time
   */
  protected SharedStoreContract(Supplier<String> fresh) {
    this.fresh = fresh;
  }

  /** The URI of the store of the present law. */
  @Override
  public final String uri() {
    String present = uri;
    if (present == null) {
      present = fresh.get();
      uri = present;
    }
    return present;
  }

  @AfterEach
  void leaveStore() {
    uri = null;
  }

  /**
   * How long a transaction that waits may take to be woken by a commit of another JVM, on a busy
   * machine. Override it for a backend that learns of such commits later.
   *
   * @return 5 seconds
   */
  @Override
  public Duration wakeUpMax() {
    return Duration.ofSeconds(5);
  }
}
