package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A transaction that is called so close to the end of the stack that the engine itself overflows
 * it, at any of its steps. Whatever becomes of that transaction, the thread must not continue as if
 * it were still inside: nothing that it wrote from then on would ever be committed.
 */
class StackOverflowTest {
  private static final int STACK_BYTES = 256 * 1024;

  /** Transactions, each on refs of its own. */
  private static final List<Runnable> WAYS =
      List.of(
          () -> {
            LongRef a = LongRef.of(0);
            LongRef b = LongRef.of(0);
            atomic(
                () -> {
                  a.set(b.get() + 1);
                  b.set(a.get() + 1);
                });
          },
          () -> {
            LongRef a = LongRef.of(0);
            atomic(() -> a.add(1));
          },
          () -> {
            Ref<String> a = Ref.of("");
            atomic(
                () -> {
                  atomic(() -> a.set("x"));
                  return snapshot(() -> a.get());
                });
          });

  /**
   * Uses a copy of the engine that has never run: code that the JIT has compiled needs too little
   * stack.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void transaction_atTheEndOfTheStack_leavesTheThreadUsable(int way) throws Exception {
    Runnable trial =
        (Runnable)
            new FreshLoader()
                .loadClass(Trial.class.getName())
                .getDeclaredConstructor(int.class)
                .newInstance(way);
    FutureTask<Void> task = new FutureTask<>(trial, null);
    Thread thread = new Thread(null, task, "small stack", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    task.get(30, TimeUnit.SECONDS);
  }

  /** Loads Isolde's classes anew. */
  private static final class FreshLoader extends ClassLoader {
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        return name.startsWith("io.isolde.") ? define(name) : super.loadClass(name, resolve);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Runs a transaction at every distance from the end of the stack. */
  public static final class Trial implements Runnable {
    private final Runnable transaction;

    public Trial(int way) {
      transaction = WAYS.get(way);
    }

    @Override
    public void run() {
      for (int i = 0; i < 20; i++) {
        transaction.run(); // classes loaded now need no stack later
        failAndRollBack();
      }
      int depth = 200;
      while (!overflows(transaction, depth, 0)) {
        assertUsable();
        depth += 10;
      }
      assertUsable();
      for (int plain = depth - 40; plain < depth; plain++) {
        for (int wide = 0; wide < 6; wide++) {
          overflows(transaction, plain, wide);
          assertUsable();
        }
      }
    }

    private void failAndRollBack() {
      try {
        atomic(
            () -> {
              transaction.run();
              throw new IllegalStateException();
            });
      } catch (IllegalStateException e) {
        assertUsable();
      }
    }
  }

  private static void assertUsable() {
    assertThat(Stm.inTransaction())
        .as("still inside a transaction, though outside of any")
        .isFalse();
    LongRef ref = LongRef.of(0);
    atomic(() -> ref.set(1));
    assertThat(ref.get()).isEqualTo(1);
  }

  private static boolean overflows(Runnable action, int plain, int wide) {
    try {
      descend(action, plain, wide);
      return false;
    } catch (StackOverflowError e) {
      return true;
    }
  }

  /** Uses frames of two sizes, so that the remaining stack has many different sizes. */
  private static void descend(Runnable action, int plain, int wide) {
    if (wide > 0) {
      descendWide(action, plain, wide - 1, 0);
    } else if (plain > 0) {
      descend(action, plain - 1, 0);
    } else {
      action.run();
    }
  }

  private static void descendWide(Runnable action, int plain, int wide, long unused) {
    if (unused == 0) {
      descend(action, plain, wide);
    }
  }
}
