package io.isolde.store.testkit.shared;

import io.isolde.store.Store;
import java.util.List;

/** What a JVM does with a shared store. A task has a constructor without parameters. */
@FunctionalInterface
public interface Task {
  /**
   * Does it. If this throws, the JVM ends, and the law that waits for it fails with the stack
   * trace.
   *
   * @param store opened by this JVM, and closed when this returns
   * @param parent the JVM with the law
   * @param arguments what the law has given to the task
   */
  void run(Store store, Dialogue parent, List<String> arguments) throws Exception;
}
