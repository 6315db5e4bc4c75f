package io.isolde.stm.errors;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.LongRef;
import io.isolde.stm.Participant;
import io.isolde.stm.Ref;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionLocal;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.collection.TMap;
import io.isolde.stm.collection.TQueue;
import io.isolde.stm.collection.TSortedMap;
import io.isolde.stm.engine.EngineProbe;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The transactions that are tried at the end of the stack and of the heap, by name. */
final class Deeds {
  private static final TransactionOptions NAMED =
      TransactionOptions.named("named").withTimeout(Duration.ofMinutes(1));

  private Deeds() {}

  static Map<String, Deed.Kind> all() {
    Map<String, Deed.Kind> all = new LinkedHashMap<>();
    all.put("reads and writes", Deeds::readsAndWrites);
    all.put("options", Deeds::options);
    all.put("many writes", Deeds::manyWrites);
    all.put("objects", Deeds::objects);
    all.put("additions", Deeds::additions);
    all.put("additions that spill", Deeds::additionsThatSpill);
    all.put("swallowed while spilling", Deeds::swallowedWhileSpilling);
    all.put("comparisons", Deeds::comparisons);
    all.put("comparisons that spill", Deeds::comparisonsThatSpill);
    all.put("comparison and retry", Deeds::comparesAndWaits);
    all.put("functions", Deeds::functions);
    all.put("set", Deeds::singleSet);
    all.put("add", Deeds::singleAdd);
    all.put("compareAndSet", Deeds::singleCompareAndSet);
    all.put("getAndUpdate", Deeds::singleUpdate);
    all.put("beside a snapshot", Deeds::besideSnapshot);
    all.put("set beside a snapshot", Deeds::setBesideSnapshot);
    all.put("snapshot", Deeds::unpinnedSnapshot);
    all.put("overtaken snapshot", Deeds::pinnedSnapshot);
    all.put("snapshot with history", Deeds::snapshotWithHistory);
    all.put("elder", Deeds::elder);
    all.put("failing elder", Deeds::failingElder);
    all.put("retry", Deeds::waits);
    all.put("orElse, waiting", Deeds::waitsForEither);
    all.put("orElse", Deeds::secondAlternative);
    all.put("wakes a waiter", Deeds::wakesWaiter);
    all.put("nested blocks", Deeds::nestedBlocks);
    all.put("errors swallowed in a block", Deeds::errorsSwallowedInBlock);
    all.put("errors swallowed in a body", Deeds::errorsSwallowedInBody);
    all.put("errors of many writes swallowed", Deeds::errorsOfManyWritesSwallowed);
    all.put("hooks", Deeds::hooks);
    all.put("hooks of a reader", Deeds::hooksOfReader);
    all.put("hooks in hooks", Deeds::hooksInHooks);
    all.put("failing hook", Deeds::failingHook);
    all.put("participant", Deeds::participant);
    all.put("participant that vetoes", Deeds::vetoingParticipant);
    all.put("validator", Deeds::validator);
    all.put("watch", Deeds::watch);
    all.put("local values", Deeds::localValues);
    all.put("body that fails", Deeds::failingBody);
    all.put("put", Deeds::put);
    all.put("remove", Deeds::remove);
    all.put("put in a sorted map", Deeds::putSorted);
    all.put("queue", Deeds::queue);
    return all;
  }

  private static Deed readsAndWrites() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    return Deed.toOne(
        () ->
            atomic(
                () -> {
                  a.set(b.get() + 1);
                  b.set(a.get());
                }),
        a,
        b);
  }

  private static Deed options() {
    LongRef a = LongRef.of(0);
    return Deed.toOne(() -> atomic(NAMED, () -> a.set(a.get() + 1)), a);
  }

  private static LongRef[] refs(int count) {
    LongRef[] refs = new LongRef[count];
    for (int i = 0; i < count; i++) {
      refs[i] = LongRef.of(0);
    }
    return refs;
  }

  private static Deed manyWrites() {
    LongRef[] refs = refs(40);
    return Deed.toOne(
        () ->
            atomic(
                () -> {
                  for (LongRef ref : refs) {
                    ref.set(ref.get() + 1);
                  }
                }),
        refs);
  }

  private static Deed objects() {
    Ref<String> a = Ref.of("0");
    Ref<String> b = Ref.of("0");
    return new Deed(
        () ->
            atomic(
                () -> {
                  a.set("1");
                  b.set("1");
                }),
        committed -> assertThat(a.get() + b.get()).isEqualTo(committed ? "11" : "00"),
        List.of(a, b));
  }

  private static Deed additions() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    return Deed.toOne(
        () ->
            atomic(
                () -> {
                  a.add(2);
                  a.add(-1);
                  b.increment();
                }),
        a,
        b);
  }

  private static Deed additionsThatSpill() {
    LongRef[] refs = refs(5);
    return Deed.toOne(
        () ->
            atomic(
                () -> {
                  for (LongRef ref : refs) {
                    ref.add(1);
                  }
                }),
        refs);
  }

  /** What was added before is added once, although the spill may have to begin again. */
  private static Deed swallowedWhileSpilling() {
    LongRef[] refs = refs(4);
    LongRef fifth = LongRef.of(0);
    return Deed.toAllOrNone(
        () ->
            atomic(
                () -> {
                  for (LongRef ref : refs) {
                    ref.add(1);
                  }
                  try {
                    fifth.add(1);
                  } catch (VirtualMachineError e) {
                    fifth.add(1);
                  }
                }),
        refs);
  }

  private static Deed comparisons() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    return Deed.toOne(
        () ->
            atomic(
                () -> {
                  a.add(a.isAtMost(0) ? 1 : 5);
                  b.add(b.isEqualTo(0) ? 1 : 5);
                }),
        a,
        b);
  }

  /** More comparisons than brief mode remembers, one of which may fail. */
  private static Deed comparisonsThatSpill() {
    LongRef[] refs = refs(6);
    return Deed.toAllOrNone(
        () ->
            atomic(
                () -> {
                  for (LongRef ref : refs) {
                    ref.add(isZero(ref) ? 1 : 5);
                  }
                }),
        refs);
  }

  private static boolean isZero(LongRef ref) {
    try {
      return ref.isEqualTo(0);
    } catch (VirtualMachineError e) {
      return ref.isEqualTo(0);
    }
  }

  private static Deed comparesAndWaits() {
    LongRef a = LongRef.of(0);
    LongRef flag = LongRef.of(0);
    Runnable raise = () -> raise(flag);
    return new Deed(
        () ->
            atomic(
                () -> {
                  if (!flag.isAtLeast(1)) {
                    Bystander.askToWake(raise);
                  }
                  check(flag.isAtLeast(1));
                  a.set(1);
                }),
        committed -> assertThat(a.get()).isEqualTo(committed ? 1 : 0),
        List.of(a, flag));
  }

  private static Deed functions() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    LongRef c = LongRef.of(0);
    return Deed.toOne(
        () ->
            atomic(
                () -> {
                  a.commute(x -> x + 2);
                  a.commute(x -> x - 1);
                  b.commute(x -> x + 1);
                  c.set(b.get());
                }),
        a,
        b,
        c);
  }

  private static Deed singleSet() {
    LongRef a = LongRef.of(0);
    return Deed.toOne(() -> a.set(1), a);
  }

  private static Deed singleAdd() {
    LongRef a = LongRef.of(0);
    return Deed.toOne(() -> a.add(1), a);
  }

  private static Deed singleCompareAndSet() {
    LongRef a = LongRef.of(0);
    return Deed.toOne(() -> a.compareAndSet(0, 1), a);
  }

  private static Deed singleUpdate() {
    LongRef a = LongRef.of(0);
    return Deed.toOne(() -> a.getAndUpdate(x -> x + 1), a);
  }

  /** The same deed while another snapshot is open, for which the previous values are kept. */
  private static Deed besideSnapshot(Deed deed) {
    long pin = EngineProbe.pin();
    return new Deed(
        deed.action(),
        committed -> {
          EngineProbe.unpin(pin);
          deed.check().accept(committed);
        },
        deed.cells());
  }

  private static Deed besideSnapshot() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    return besideSnapshot(
        Deed.toOne(
            () ->
                atomic(
                    () -> {
                      a.set(1);
                      b.set(1);
                    }),
            a,
            b));
  }

  private static Deed setBesideSnapshot() {
    LongRef a = LongRef.of(0);
    return besideSnapshot(Deed.toOne(() -> a.set(1), a));
  }

  private static Deed unpinnedSnapshot() {
    LongRef a = LongRef.of(0);
    return Deed.toNothing(() -> snapshot(() -> a.get()), a);
  }

  /** Runs a second time, pinned. */
  private static Deed pinnedSnapshot() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    Runnable overtake = () -> a.set(0);
    return Deed.toNothing(
        () ->
            snapshot(
                () -> {
                  long before = b.get();
                  if (Transaction.current().attempt() == 1) {
                    Bystander.run(overtake);
                  }
                  return before + a.get();
                }),
        a,
        b);
  }

  /**
   * Runs a second time, pinned; history is kept when a value is overwritten outside, and is swept.
   */
  private static Deed snapshotWithHistory() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    Runnable overtake = () -> a.set(0);
    return Deed.toNothing(
        () ->
            snapshot(
                () -> {
                  long before = b.get();
                  Bystander.run(overtake);
                  return before + a.get();
                }),
        a,
        b);
  }

  private static Deed elder() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    Runnable disturb = () -> b.set(0);
    return Deed.toOne(
        () ->
            atomic(
                () -> {
                  a.set(a.get() + b.get() + 1);
                  b.set(1);
                  if (Transaction.current().attempt() <= EngineProbe.lossesMax()) {
                    Bystander.run(disturb);
                  }
                }),
        a,
        b);
  }

  /** Owns refs, and gives them up when it fails. */
  private static Deed failingElder() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    Runnable disturb = () -> b.set(0);
    return Deed.toNothing(
        () -> {
          try {
            atomic(
                () -> {
                  a.set(a.get() + b.get() + 1);
                  if (Transaction.current().attempt() <= EngineProbe.lossesMax()) {
                    Bystander.run(disturb);
                  } else {
                    throw new IllegalStateException();
                  }
                });
          } catch (IllegalStateException e) {
            return; // expected
          }
        },
        a,
        b);
  }

  private static Deed waits() {
    LongRef a = LongRef.of(0);
    LongRef flag = LongRef.of(0);
    Runnable raise = () -> raise(flag);
    return new Deed(
        () ->
            atomic(
                () -> {
                  if (flag.get() == 0) {
                    Bystander.askToWake(raise);
                  }
                  check(flag.get() == 1);
                  a.set(1);
                }),
        committed -> assertThat(a.get()).isEqualTo(committed ? 1 : 0),
        List.of(a, flag));
  }

  /** Raises the flag when a thread waits for it, or when that has not happened for a while. */
  private static void raise(LongRef flag) {
    EngineProbe.awaitWaiter(2_000);
    flag.set(1);
  }

  private static Deed waitsForEither() {
    LongRef a = LongRef.of(0);
    LongRef other = LongRef.of(0);
    LongRef flag = LongRef.of(0);
    Runnable raise = () -> raise(flag);
    return new Deed(
        () ->
            atomic(
                () -> {
                  if (flag.get() == 0) {
                    Bystander.askToWake(raise);
                  }
                  orElse(
                      () -> {
                        a.set(2);
                        check(other.get() == 1);
                      },
                      () -> {
                        check(flag.get() == 1);
                        a.set(1);
                      });
                }),
        committed -> assertThat(a.get()).isEqualTo(committed ? 1 : 0),
        List.of(a, other, flag));
  }

  private static Deed secondAlternative() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    return Deed.toOne(
        () ->
            orElse(
                () -> {
                  a.set(2);
                  b.set(2);
                  check(b.get() == 1);
                },
                () -> {
                  a.set(1);
                  b.set(1);
                }),
        a,
        b);
  }

  /** The bystander waits for what is written here; in the end, it is served in any case. */
  private static Deed wakesWaiter() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    Runnable await = () -> a.await(x -> x != 0);
    return new Deed(
        () -> {
          Bystander.ask(await);
          EngineProbe.awaitWaiter(100_000);
          atomic(
              () -> {
                a.set(1);
                b.set(1);
              });
        },
        committed -> {
          assertThat(a.get()).isEqualTo(committed ? 1 : 0);
          assertThat(b.get()).isEqualTo(committed ? 1 : 0);
          if (committed) {
            Bystander.awaitIdle();
          }
          a.set(1);
        },
        List.of(a, b));
  }

  private static Deed nestedBlocks() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    return Deed.toOne(
        () ->
            atomic(
                () -> {
                  atomic(() -> a.set(1));
                  failInBlock(a, b);
                  b.set(snapshot(() -> a.get()));
                }),
        a,
        b);
  }

  private static void failInBlock(LongRef a, LongRef b) {
    try {
      atomic(
          () -> {
            Transaction.current().afterCommit(() -> {});
            a.set(2);
            b.add(3);
            throw new IllegalStateException();
          });
    } catch (IllegalStateException e) {
      return; // expected
    }
  }

  /** A block takes effect or does not, even in a body that swallows errors. */
  private static Deed errorsSwallowedInBlock() {
    LongRef before = LongRef.of(0);
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    LongRef c = LongRef.of(0);
    LongRef after = LongRef.of(0);
    boolean[] done = new boolean[1];
    return new Deed(
        () ->
            atomic(
                () -> {
                  done[0] = false;
                  before.set(1);
                  swallowing(
                      () -> {
                        atomic(
                            () -> {
                              a.set(1);
                              b.commute(x -> x + 1);
                              c.set(a.get());
                            });
                        done[0] = true;
                      });
                  swallowing(() -> failInBlock(a, b));
                  after.set(1);
                }),
        committed -> {
          assertThat(before.get()).isEqualTo(committed ? 1 : 0);
          assertThat(after.get()).isEqualTo(committed ? 1 : 0);
          long block = committed && done[0] ? 1 : 0;
          assertThat(List.of(a.get(), b.get(), c.get())).containsOnly(block);
        },
        List.of(before, a, b, c, after));
  }

  private static void swallowing(Runnable step) {
    try {
      step.run();
    } catch (Throwable t) {
      return; // the engine's reaction is tested
    }
  }

  /** Every step takes effect or does not, even in a body that swallows errors. */
  private static Deed errorsSwallowedInBody() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    Ref<String> c = Ref.of("0");
    boolean[] done = new boolean[4];
    return new Deed(
        () ->
            atomic(
                () -> {
                  Arrays.fill(done, false);
                  swallowing(
                      () -> {
                        a.add(1);
                        done[0] = true;
                      });
                  swallowing(
                      () -> {
                        b.set(b.get() + 1);
                        done[1] = true;
                      });
                  swallowing(
                      () -> {
                        c.set("1");
                        done[2] = true;
                      });
                  swallowing(
                      () -> {
                        a.commute(x -> x + 1);
                        done[3] = true;
                      });
                }),
        committed -> {
          long first = committed && done[0] ? 1 : 0;
          assertThat(a.get()).isEqualTo(first + (committed && done[3] ? 1 : 0));
          assertThat(b.get()).isEqualTo(committed && done[1] ? 1 : 0);
          assertThat(c.get()).isEqualTo(committed && done[2] ? "1" : "0");
        },
        List.of(a, b, c));
  }

  private static Deed errorsOfManyWritesSwallowed() {
    LongRef[] refs = refs(40);
    boolean[] done = new boolean[refs.length];
    return new Deed(
        () ->
            atomic(
                () -> {
                  Arrays.fill(done, false);
                  for (int i = 0; i < refs.length; i++) {
                    try {
                      refs[i].set(refs[i].get() + 1);
                      refs[i].add(1);
                      done[i] = true;
                    } catch (Throwable t) {
                      done[i] = false;
                    }
                  }
                }),
        committed -> {
          for (int i = 0; i < refs.length; i++) {
            long value = refs[i].get();
            if (committed && done[i]) {
              assertThat(value).isEqualTo(2);
            } else if (committed) {
              assertThat(value).isLessThan(2);
            } else {
              assertThat(value).isZero();
            }
          }
        },
        List.of(refs));
  }

  private static Deed hooks() {
    LongRef a = LongRef.of(0);
    int[] count = new int[1];
    return new Deed(
        () ->
            atomic(
                () -> {
                  Transaction.current().beforeCommit(() -> a.add(1));
                  Transaction.current().afterCommit(() -> count[0]++);
                  Transaction.current().afterRollback(() -> {});
                }),
        committed -> {
          assertThat(a.get()).isEqualTo(committed ? 1 : 0);
          assertThat(count[0]).isLessThanOrEqualTo(committed ? 1 : 0);
        },
        List.of(a));
  }

  private static Deed hooksOfReader() {
    LongRef a = LongRef.of(0);
    return Deed.toNothing(() -> snapshot(() -> readWithHook(a)), a);
  }

  private static long readWithHook(LongRef a) {
    Transaction.current().afterCommit(() -> {});
    return a.get();
  }

  private static Deed hooksInHooks() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    Runnable inner = () -> {};
    Runnable outer =
        () ->
            atomic(
                () -> {
                  b.set(1);
                  Transaction.current().afterCommit(inner);
                });
    return new Deed(
        () ->
            atomic(
                () -> {
                  a.set(1);
                  Transaction.current().afterCommit(outer);
                }),
        committed -> {
          assertThat(a.get()).isEqualTo(committed ? 1 : 0);
          assertThat(b.get()).isLessThanOrEqualTo(a.get());
        },
        List.of(a, b));
  }

  private static Deed failingHook() {
    LongRef a = LongRef.of(0);
    Runnable failing =
        () -> {
          throw new IllegalStateException();
        };
    return Deed.toOne(
        () ->
            atomic(
                () -> {
                  a.set(1);
                  Transaction.current().afterCommit(failing);
                  Transaction.current().afterCommit(failing);
                }),
        a);
  }

  private static final class Counts implements Participant {
    private final boolean vetoes;
    private int prepared;
    private int committed;
    private int abandoned;

    Counts(boolean vetoes) {
      this.vetoes = vetoes;
    }

    @Override
    public void prepare() {
      if (vetoes) {
        throw new IllegalStateException("veto");
      }
      prepared++;
    }

    @Override
    public void committed() {
      committed++;
    }

    @Override
    public void abandoned() {
      abandoned++;
    }

    void check(boolean hasCommitted) {
      assertThat(committed).isLessThanOrEqualTo(hasCommitted ? 1 : 0);
      assertThat(abandoned).isLessThanOrEqualTo(hasCommitted ? 0 : 1);
      assertThat(prepared).isGreaterThanOrEqualTo(hasCommitted ? 1 : 0);
    }
  }

  private static Deed participant() {
    LongRef a = LongRef.of(0);
    Counts counts = new Counts(false);
    return new Deed(
        () ->
            atomic(
                () -> {
                  a.set(1);
                  Transaction.current().enlist(counts);
                }),
        committed -> {
          assertThat(a.get()).isEqualTo(committed ? 1 : 0);
          counts.check(committed);
        },
        List.of(a));
  }

  private static Deed vetoingParticipant() {
    LongRef a = LongRef.of(0);
    Counts counts = new Counts(false);
    Counts vetoing = new Counts(true);
    return Deed.toNothing(
        () -> {
          try {
            atomic(
                () -> {
                  a.set(1);
                  Transaction.current().enlist(counts);
                  Transaction.current().enlist(vetoing);
                });
          } catch (IllegalStateException e) {
            return; // expected
          }
        },
        a);
  }

  private static Deed validator() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    a.addValidator("small", x -> x < 3);
    return Deed.toOne(
        () ->
            atomic(
                () -> {
                  a.add(1);
                  b.set(1);
                }),
        a,
        b);
  }

  private static Deed watch() {
    LongRef a = LongRef.of(0);
    int[] calls = new int[1];
    a.watch((before, after) -> calls[0]++);
    return new Deed(
        () -> a.set(1),
        committed -> {
          assertThat(a.get()).isEqualTo(committed ? 1 : 0);
          assertThat(calls[0]).isLessThanOrEqualTo(committed ? 1 : 0);
        },
        List.of(a));
  }

  private static Deed localValues() {
    LongRef a = LongRef.of(0);
    TransactionLocal<Long> local = TransactionLocal.withInitial(() -> 0L);
    return Deed.toOne(
        () ->
            atomic(
                () -> {
                  local.set(local.get() + 1);
                  a.set(local.get());
                }),
        a);
  }

  private static Deed failingBody() {
    LongRef a = LongRef.of(0);
    return Deed.toNothing(
        () -> {
          try {
            atomic(
                () -> {
                  a.set(1);
                  Transaction.current().afterRollback(() -> {});
                  throw new IllegalStateException();
                });
          } catch (IllegalStateException e) {
            return; // expected
          }
        },
        a);
  }

  private static Deed put() {
    TMap<Integer, String> map = new TMap<>();
    for (int i = 0; i < 20; i++) {
      map.put(i, "0");
    }
    return new Deed(
        () -> map.put(100, "1"),
        committed -> {
          assertThat(map).hasSize(committed ? 21 : 20);
          assertThat(map.get(100)).isEqualTo(committed ? "1" : null);
        },
        List.of());
  }

  private static Deed remove() {
    TMap<Integer, String> map = new TMap<>();
    for (int i = 0; i < 20; i++) {
      map.put(i, "0");
    }
    return new Deed(
        () -> map.remove(7),
        committed -> {
          assertThat(map).hasSize(committed ? 19 : 20);
          assertThat(map.containsKey(7)).isEqualTo(!committed);
        },
        List.of());
  }

  private static Deed putSorted() {
    TSortedMap<Integer, String> map = new TSortedMap<>();
    for (int i = 0; i < 100; i++) {
      map.put(2 * i, "0");
    }
    return new Deed(
        () -> map.put(7, "1"),
        committed -> {
          assertThat(map).hasSize(committed ? 101 : 100);
          assertThat(map.get(7)).isEqualTo(committed ? "1" : null);
        },
        List.of());
  }

  private static Deed queue() {
    TQueue<Integer> queue = new TQueue<>();
    queue.add(1);
    queue.add(2);
    return new Deed(
        () ->
            atomic(
                () -> {
                  queue.add(3);
                  queue.poll();
                }),
        committed ->
            assertThat(List.copyOf(queue)).isEqualTo(committed ? List.of(2, 3) : List.of(1, 2)),
        List.of());
  }
}
