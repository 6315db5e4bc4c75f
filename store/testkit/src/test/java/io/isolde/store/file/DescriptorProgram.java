package io.isolde.store.file;

import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Repeats operations that fail, and prints how many more file descriptors are open than before. */
final class DescriptorProgram {
  private static final int TIMES = 1000;

  private DescriptorProgram() {}

  /** Takes the URI of a store, and one for backups. */
  public static void main(String[] arguments) throws IOException {
    Store store = null;
    try {
      store = Store.open(arguments[0]);
      store.counter("hits").increment();
    } catch (RuntimeException e) {
      // the store cannot even be opened
    }
    Runnable work = store == null ? () -> Store.open(arguments[0]) : work(store, arguments[1]);
    repeat(work, 10);
    long before = descriptors();
    repeat(work, TIMES);
    System.out.print(descriptors() - before);
    Runtime.getRuntime().halt(0);
  }

  private static Runnable work(Store store, String backup) {
    return () -> {
      attempt(() -> store.counter("hits").increment());
      attempt(((DurableStore) store)::checkpoint);
      attempt(() -> ((DurableStore) store).backup(Path.of(backup)));
    };
  }

  private static void repeat(Runnable work, int times) {
    for (int i = 0; i < times; i++) {
      attempt(work);
    }
  }

  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      // expected
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }
}
