package io.isolde.stm.lincheck;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import org.jetbrains.lincheck.datastructures.Operation;

/** Operations of two refs, and whole transactions over both; each must be atomic. */
public class RefOperations {
  private final LongRef a = LongRef.of(10);
  private final Ref<Integer> b = Ref.of(10);

  /** Moves {@code amount} from {@code a} to {@code b}, unless {@code a} holds less. */
  @Operation
  public boolean transfer(int amount) {
    return atomic(
        () -> {
          if (a.get() < amount) {
            return false;
          }
          a.set(a.get() - amount);
          b.set(b.get() + amount);
          return true;
        });
  }

  /** The same, by a comparison and additions. */
  @Operation
  public boolean withdraw(int amount) {
    return atomic(
        () -> {
          boolean enough = a.isAtLeast(amount);
          if (enough) {
            a.add(-amount);
            b.commute(value -> value + amount);
          }
          return enough;
        });
  }

  /**
   * Reads both and writes one. Together with {@link #drainB}, this is the pattern of write skew.
   */
  @Operation
  public void drainA() {
    atomic(
        () -> {
          if (a.get() + b.get() > 0) {
            a.set(-b.get());
          }
        });
  }

  @Operation
  public void drainB() {
    atomic(
        () -> {
          if (a.get() + b.get() > 0) {
            b.set((int) -a.get());
          }
        });
  }

  @Operation
  public String read() {
    return atomic(() -> a.get() + "," + b.get());
  }

  @Operation
  public String audit() {
    return snapshot(() -> a.get() + "," + b.get());
  }

  /** Changes both without reading them. */
  @Operation
  public void deposit() {
    atomic(
        () -> {
          a.add(1);
          b.commute(value -> value + 1);
        });
  }

  /** Chooses between two alternatives; the effect of the first vanishes when it waits. */
  @Operation
  public int choose() {
    return Stm.orElse(
        () -> {
          b.set(b.get() + 100);
          Stm.check(a.get() > 5);
          return b.get();
        },
        () -> {
          a.add(3);
          return b.get();
        });
  }

  // ---- operations outside transactions ----

  @Operation
  public long get() {
    return a.get();
  }

  @Operation
  public void set(int value) {
    b.set(value);
  }

  @Operation
  public void add(int summand) {
    a.add(summand);
  }

  @Operation
  public int increment() {
    return b.updateAndGet(value -> value + 1);
  }

  @Operation
  public boolean compareAndSet(long expected, long value) {
    return a.compareAndSet(expected, value);
  }

  @Operation
  public void twice() {
    a.commute(value -> 2 * value);
  }

  /** The same on plain fields. */
  public static class Specification {
    private long a = 10;
    private int b = 10;

    public boolean transfer(int amount) {
      if (a < amount) {
        return false;
      }
      a -= amount;
      b += amount;
      return true;
    }

    public boolean withdraw(int amount) {
      return transfer(amount);
    }

    public void drainA() {
      a = a + b > 0 ? -b : a;
    }

    public void drainB() {
      b = a + b > 0 ? (int) -a : b;
    }

    public String read() {
      return a + "," + b;
    }

    public String audit() {
      return read();
    }

    public void deposit() {
      a++;
      b++;
    }

    public int choose() {
      if (a > 5) {
        b += 100;
      } else {
        a += 3;
      }
      return b;
    }

    public long get() {
      return a;
    }

    public void set(int value) {
      b = value;
    }

    public void add(int summand) {
      a += summand;
    }

    public int increment() {
      return ++b;
    }

    public boolean compareAndSet(long expected, long value) {
      boolean found = a == expected;
      a = found ? value : a;
      return found;
    }

    public void twice() {
      a *= 2;
    }
  }
}
