package io.isolde.store.testkit.shared;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isolde.store.Capability;
import io.isolde.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A part of the contract of shared stores: laws about a store that several JVMs have opened. One of
 * them is the JVM of the law.
 */
interface SharedPart {
  /** The URI of the store of the present law: nothing was written there before it. */
  String uri();

  /**
   * How long a transaction that waits may take to be woken by a commit of another JVM, on a busy
   * machine.
   */
  default Duration wakeUpMax() {
    return Duration.ofSeconds(5);
  }

  /** Opens the store in this JVM; skips a law that needs more than the store promises. */
  default Store open(Capability... needed) {
    Store store = Store.open(uri());
    for (Capability capability : needed) {
      if (!store.capabilities().contains(capability)) {
        store.close();
        assumeTrue(false, () -> "no promise: " + capability);
      }
    }
    return store;
  }

  /** Opens the store in another JVM, which does a task. */
  default ChildJvm start(Class<? extends Task> task, String... arguments) throws IOException {
    return ChildJvm.start(task, uri(), List.of(arguments));
  }
}
