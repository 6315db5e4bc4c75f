package io.isolde.stm.errors;

import io.isolde.stm.AfterCommitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs deeds at every distance from the end of a thread's stack, in a process of its own. {@code
 * descend} must not be compiled, so that its frames keep their size.
 *
 * <p>Arguments: platform or virtual; how often each deed runs before; the number of levels between
 * tries; names of deeds, or none for all.
 */
final class StackSweep {
  /** How many times in a row a deed must succeed before the end of the stack is far enough away. */
  private static final int GOOD_MAX = 24;

  private static final int WIDE_MAX = 4;
  private static final long STACK_BYTES = 256 * 1024;

  private final Deed.Kind kind;
  private int failed;
  private int depth;

  private StackSweep(Deed.Kind kind) {
    this.kind = kind;
  }

  public static void main(String[] args) {
    Bystander.start();
    int before = Integer.parseInt(args[1]);
    int step = Integer.parseInt(args[2]);
    List<String> names = List.of(args).subList(3, args.length);
    Watchdog.run(() -> sweep(names, before, step), starter(args[0]), () -> {});
  }

  private static Watchdog.Starter starter(String threads) {
    return threads.equals("virtual")
        ? Thread.ofVirtual()::start
        : task -> {
          Thread thread = new Thread(null, task, "sweep", STACK_BYTES);
          thread.start();
          return thread;
        };
  }

  private static void sweep(List<String> names, int before, int step) {
    Map<String, Deed.Kind> all = Deeds.all();
    all.keySet().retainAll(names.isEmpty() ? all.keySet() : names);
    all.forEach((name, kind) -> rehearse(name, kind, before));
    all.forEach((name, kind) -> new StackSweep(kind).sweep(name, step));
  }

  private static void rehearse(String name, Deed.Kind kind, int times) {
    for (int i = 0; i < times; i++) {
      Watchdog.progress(name);
      Deed deed = kind.make();
      Aftermath.assertNothingLeft(deed, thrownBy(deed));
    }
  }

  private static @Nullable Throwable thrownBy(Deed deed) {
    try {
      deed.action().run();
      return null;
    } catch (Throwable t) {
      return t;
    }
  }

  private void sweep(String name, int step) {
    int end = depthOfStack();
    int good = 0;
    int plain = end;
    for (; good < GOOD_MAX && plain > 0; plain -= step) {
      for (int wide = 0; wide < WIDE_MAX; wide++) {
        Watchdog.progress(name);
        good = succeeds(plain, wide) ? good + 1 : 0;
      }
    }
    System.out.printf("%s: %d of %d levels, %d failed%n", name, end - plain, end, failed);
    if (failed == 0 || plain <= 0) {
      throw new AssertionError(name + ": the end of the stack was not met");
    }
  }

  private int depthOfStack() {
    try {
      measure(0);
      throw new AssertionError();
    } catch (StackOverflowError e) {
      return depth;
    }
  }

  private void measure(int level) {
    depth = level;
    descend(level);
  }

  @SuppressWarnings("InfiniteRecursion") // down to the end of the stack
  private void descend(int level) {
    depth = level;
    descend(level + 1);
  }

  private boolean succeeds(int plain, int wide) {
    Deed deed = kind.make();
    Throwable thrown = null;
    try {
      descend(deed, plain, wide);
    } catch (Throwable t) {
      thrown = t;
    }
    try {
      Aftermath.assertNothingLeft(deed, thrown);
    } catch (Throwable t) {
      t.addSuppressed(thrown == null ? new Exception("returned") : thrown);
      throw new AssertionError("at level " + plain + " and " + wide, t);
    }
    if (thrown instanceof StackOverflowError) {
      failed++;
    }
    return thrown == null || thrown instanceof AfterCommitException;
  }

  /** Uses frames of two sizes, so that the remaining stack has many different sizes. */
  private static void descend(Deed deed, int plain, int wide) throws Exception {
    if (wide > 0) {
      descendWide(deed, plain, wide - 1, 0);
    } else if (plain > 0) {
      descend(deed, plain - 1, 0);
    } else {
      deed.action().run();
    }
  }

  private static void descendWide(Deed deed, int plain, int wide, long unused) throws Exception {
    if (unused == 0) {
      descend(deed, plain, wide);
    }
  }

  static List<String> flags(String... more) {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.add("-Xss300k");
    flags.add("-XX:-StackTraceInThrowable");
    flags.add("-XX:CompileCommand=quiet");
    flags.add("-XX:CompileCommand=exclude," + StackSweep.class.getName() + "::descend*");
    return flags;
  }
}
