package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.retry;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of every type of ref does what a plain variable would do: outside transactions,
 * inside them, many in one transaction, and in blocks that are rolled back. Random histories print
 * their seed; {@link #history} replays one.
 */
class RefOperationsTest {
  /** The effect of an operation on a plain variable. */
  record Effect(Object value, Object result) {}

  private static Effect effect(Object value, Object result) {
    return new Effect(value, result);
  }

  /**
   * An operation on one ref, and the same operation on a plain variable; the number is an operand.
   */
  record Operation(
      String name, Function<Integer, Object> real, BiFunction<Object, Integer, Effect> model) {
    boolean isRead() {
      return name.endsWith("get") || name.endsWith("peek") || name.contains(" is");
    }
  }

  /** A ref with a plain variable beside it. */
  abstract static class Subject {
    final List<Operation> operations = new ArrayList<>();
    Object model;

    Subject(Object initial) {
      model = initial;
    }

    abstract Object read();

    final void add(
        String name, Function<Integer, Object> real, BiFunction<Object, Integer, Effect> effect) {
      operations.add(new Operation(name, real, effect));
    }

    final void addVoid(
        String name, IntConsumer real, BiFunction<Object, Integer, Object> newValue) {
      Function<Integer, Object> withResult =
          x -> {
            real.accept(x);
            return null;
          };
      operations.add(new Operation(name, withResult, (v, x) -> effect(newValue.apply(v, x), null)));
    }

    final void perform(Operation operation, int operand, String where) {
      Effect expected = operation.model.apply(model, operand);
      Object result = operation.real.apply(operand);
      if (!Objects.equals(result, expected.result)) {
        throw new AssertionError(
            "%s: %s(%d) on %s returned %s, not %s"
                .formatted(where, operation.name, operand, model, result, expected.result));
      }
      model = expected.value;
    }

    final void check(String where) {
      Object value = read();
      if (!Objects.equals(value, model)) {
        throw new AssertionError("%s: value is %s, not %s".formatted(where, value, model));
      }
    }
  }

  private static final class LongSubject extends Subject {
    private final LongRef ref;

    LongSubject(long initial) {
      super(initial);
      ref = LongRef.of(initial);
      add("long get", x -> ref.get(), (v, x) -> effect(v, v));
      add("long isAtLeast", x -> ref.isAtLeast(x), (v, x) -> effect(v, (long) v >= x));
      add("long isAtMost", x -> ref.isAtMost(x), (v, x) -> effect(v, (long) v <= x));
      add("long isEqualTo", x -> ref.isEqualTo(x), (v, x) -> effect(v, (long) v == x));
      addVoid("long set", x -> ref.set(x), (v, x) -> (long) x);
      add("long getAndSet", x -> ref.getAndSet(x), (v, x) -> effect((long) x, v));
      add(
          "long compareAndSet",
          x -> ref.compareAndSet(x, x + 1L),
          (v, x) -> (long) v == x ? effect(x + 1L, true) : effect(v, false));
      addVoid("long add", x -> ref.add(x), (v, x) -> (long) v + x);
      addVoid("long increment", x -> ref.increment(), (v, x) -> (long) v + 1);
      addVoid("long decrement", x -> ref.decrement(), (v, x) -> (long) v - 1);
      add("long getAndIncrement", x -> ref.getAndIncrement(), (v, x) -> effect((long) v + 1, v));
      add("long getAndDecrement", x -> ref.getAndDecrement(), (v, x) -> effect((long) v - 1, v));
      add(
          "long incrementAndGet",
          x -> ref.incrementAndGet(),
          (v, x) -> effect((long) v + 1, (long) v + 1));
      add(
          "long decrementAndGet",
          x -> ref.decrementAndGet(),
          (v, x) -> effect((long) v - 1, (long) v - 1));
      add("long getAndAdd", x -> ref.getAndAdd(x), (v, x) -> effect((long) v + x, v));
      add("long addAndGet", x -> ref.addAndGet(x), (v, x) -> effect((long) v + x, (long) v + x));
      add(
          "long getAndUpdate",
          x -> ref.getAndUpdate(y -> y * 3),
          (v, x) -> effect((long) v * 3, v));
      add(
          "long updateAndGet",
          x -> ref.updateAndGet(y -> -y),
          (v, x) -> effect(-(long) v, -(long) v));
      add(
          "long getAndAccumulate",
          x -> ref.getAndAccumulate(x, (y, z) -> y - z),
          (v, x) -> effect((long) v - x, v));
      add(
          "long accumulateAndGet",
          x -> ref.accumulateAndGet(x, (y, z) -> y ^ z),
          (v, x) -> effect((long) v ^ x, (long) v ^ x));
      addVoid("long commute", x -> ref.commute(y -> y * 31 + x), (v, x) -> (long) v * 31 + x);
      add("long await", x -> ref.await(y -> true), (v, x) -> effect(v, v));
    }

    @Override
    Object read() {
      return ref.get();
    }
  }

  private static final class IntSubject extends Subject {
    private final IntRef ref;

    IntSubject(int initial) {
      super(initial);
      ref = IntRef.of(initial);
      add("int get", x -> ref.get(), (v, x) -> effect(v, v));
      add("int isAtLeast", x -> ref.isAtLeast(x), (v, x) -> effect(v, (int) v >= x));
      add("int isAtMost", x -> ref.isAtMost(x), (v, x) -> effect(v, (int) v <= x));
      add("int isEqualTo", x -> ref.isEqualTo(x), (v, x) -> effect(v, (int) v == x));
      addVoid("int set", x -> ref.set(x), (v, x) -> x);
      add("int getAndSet", x -> ref.getAndSet(x), (v, x) -> effect(x, v));
      add(
          "int compareAndSet",
          x -> ref.compareAndSet(x, x + 1),
          (v, x) -> (int) v == x ? effect(x + 1, true) : effect(v, false));
      addVoid("int add", x -> ref.add(x), (v, x) -> (int) v + x);
      addVoid(
          "int add, much", x -> ref.add(Integer.MAX_VALUE), (v, x) -> (int) v + Integer.MAX_VALUE);
      addVoid("int increment", x -> ref.increment(), (v, x) -> (int) v + 1);
      addVoid("int decrement", x -> ref.decrement(), (v, x) -> (int) v - 1);
      add("int getAndIncrement", x -> ref.getAndIncrement(), (v, x) -> effect((int) v + 1, v));
      add("int getAndDecrement", x -> ref.getAndDecrement(), (v, x) -> effect((int) v - 1, v));
      add(
          "int incrementAndGet",
          x -> ref.incrementAndGet(),
          (v, x) -> effect((int) v + 1, (int) v + 1));
      add(
          "int decrementAndGet",
          x -> ref.decrementAndGet(),
          (v, x) -> effect((int) v - 1, (int) v - 1));
      add("int getAndAdd", x -> ref.getAndAdd(x), (v, x) -> effect((int) v + x, v));
      add("int addAndGet", x -> ref.addAndGet(x), (v, x) -> effect((int) v + x, (int) v + x));
      add("int getAndUpdate", x -> ref.getAndUpdate(y -> y * 3), (v, x) -> effect((int) v * 3, v));
      add("int updateAndGet", x -> ref.updateAndGet(y -> -y), (v, x) -> effect(-(int) v, -(int) v));
      add(
          "int getAndAccumulate",
          x -> ref.getAndAccumulate(x, (y, z) -> y - z),
          (v, x) -> effect((int) v - x, v));
      add(
          "int accumulateAndGet",
          x -> ref.accumulateAndGet(x, (y, z) -> y ^ z),
          (v, x) -> effect((int) v ^ x, (int) v ^ x));
      addVoid("int commute", x -> ref.commute(y -> y * 31 + x), (v, x) -> (int) v * 31 + x);
      add("int await", x -> ref.await(y -> true), (v, x) -> effect(v, v));
    }

    @Override
    Object read() {
      return ref.get();
    }
  }

  /** Sums of small integers, which doubles add without rounding in any order. */
  private static final class DoubleSubject extends Subject {
    private final DoubleRef ref;

    DoubleSubject(double initial) {
      super(initial);
      ref = DoubleRef.of(initial);
      add("double get", x -> ref.get(), (v, x) -> effect(v, v));
      addVoid("double set", x -> ref.set(x), (v, x) -> (double) x);
      add("double getAndSet", x -> ref.getAndSet(x), (v, x) -> effect((double) x, v));
      add(
          "double compareAndSet",
          x -> ref.compareAndSet(x, x + 1.0),
          (v, x) -> v.equals((double) x) ? effect(x + 1.0, true) : effect(v, false));
      addVoid("double add", x -> ref.add(x), (v, x) -> (double) v + x);
      add("double getAndAdd", x -> ref.getAndAdd(x), (v, x) -> effect((double) v + x, v));
      add(
          "double addAndGet",
          x -> ref.addAndGet(x),
          (v, x) -> effect((double) v + x, (double) v + x));
      add(
          "double getAndUpdate",
          x -> ref.getAndUpdate(y -> 1 - y),
          (v, x) -> effect(1 - (double) v, v));
      add(
          "double updateAndGet",
          x -> ref.updateAndGet(y -> 2 - y),
          (v, x) -> effect(2 - (double) v, 2 - (double) v));
      add(
          "double getAndAccumulate",
          x -> ref.getAndAccumulate(x, (y, z) -> y - z),
          (v, x) -> effect((double) v - x, v));
      add(
          "double accumulateAndGet",
          x -> ref.accumulateAndGet(x, (y, z) -> Math.max(y, z)),
          (v, x) -> effect(Math.max((double) v, x), Math.max((double) v, x)));
      addVoid("double commute", x -> ref.commute(y -> x - y), (v, x) -> x - (double) v);
      add("double await", x -> ref.await(y -> true), (v, x) -> effect(v, v));
    }

    @Override
    Object read() {
      return ref.get();
    }
  }

  private static final class BooleanSubject extends Subject {
    private final BooleanRef ref;

    BooleanSubject(boolean initial) {
      super(initial);
      ref = BooleanRef.of(initial);
      add("boolean get", x -> ref.get(), (v, x) -> effect(v, v));
      addVoid("boolean set", x -> ref.set(x > 0), (v, x) -> x > 0);
      add("boolean getAndSet", x -> ref.getAndSet(x > 0), (v, x) -> effect(x > 0, v));
      add(
          "boolean compareAndSet",
          x -> ref.compareAndSet(x > 0, x > 1),
          (v, x) -> (boolean) v == x > 0 ? effect(x > 1, true) : effect(v, false));
      add(
          "boolean negateAndGet",
          x -> ref.negateAndGet(),
          (v, x) -> effect(!(boolean) v, !(boolean) v));
    }

    @Override
    Object read() {
      return ref.get();
    }
  }

  /** Strings and null. */
  @SuppressWarnings("ReferenceEquality") // as the ref compares
  private static final class ObjectSubject extends Subject {
    private final Ref<String> ref;

    ObjectSubject(String initial) {
      super(initial);
      ref = Ref.of(initial);
      add("object get", x -> ref.get(), (v, x) -> effect(v, v));
      addVoid("object set", x -> ref.set(string(x)), (v, x) -> string(x));
      add("object getAndSet", x -> ref.getAndSet(string(x)), (v, x) -> effect(string(x), v));
      add(
          "object compareAndSet",
          x -> ref.compareAndSet(string(x), string(x + 1)),
          (v, x) -> v == string(x) ? effect(string(x + 1), true) : effect(v, false));
      add(
          "object getAndUpdate",
          x -> ref.getAndUpdate(y -> longer(y, x)),
          (v, x) -> effect(longer(v, x), v));
      add(
          "object updateAndGet",
          x -> ref.updateAndGet(y -> longer(y, x)),
          (v, x) -> effect(longer(v, x), longer(v, x)));
      add(
          "object getAndAccumulate",
          x -> ref.getAndAccumulate("a", (y, z) -> longer(y, x) + z),
          (v, x) -> effect(longer(v, x) + "a", v));
      add(
          "object accumulateAndGet",
          x -> ref.accumulateAndGet(null, (y, z) -> z),
          (v, x) -> effect(null, null));
      addVoid("object commute", x -> ref.commute(y -> longer(y, x)), (v, x) -> longer(v, x));
      addVoid("object commute to null", x -> ref.commute(y -> null), (v, x) -> null);
      add("object await", x -> ref.await(y -> true), (v, x) -> effect(v, v));
    }

    /** The same object for the same number; null for 0. */
    private static String string(int x) {
      return x == 0 ? null : Integer.toString(x).intern();
    }

    private static String longer(Object value, int x) {
      String text = value + "." + x;
      return text.length() > 20 ? "" : text;
    }

    @Override
    Object read() {
      return ref.get();
    }
  }

  private static List<Subject> subjects() {
    return List.of(
        new LongSubject(0),
        new IntSubject(0),
        new DoubleSubject(0),
        new BooleanSubject(false),
        new ObjectSubject(null),
        new LongSubject(Long.MAX_VALUE),
        new IntSubject(Integer.MIN_VALUE),
        new DoubleSubject(7),
        new BooleanSubject(true),
        new ObjectSubject("1"),
        new LongSubject(-1),
        new ObjectSubject(""));
  }

  private static Stream<Arguments> everyOperation() {
    return subjects().stream()
        .flatMap(
            subject ->
                subject.operations.stream()
                    .map(operation -> Arguments.of(operation.name, subject, operation)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyOperation")
  void operation_outsideAndInside_doesWhatItDoesToAVariable(
      String name, Subject subject, Operation operation) {
    for (int operand = -2; operand <= 2; operand++) {
      int x = operand;
      subject.perform(operation, x, "outside");
      subject.check("outside");
      atomic(() -> subject.perform(operation, x, "inside"));
      subject.check("inside");
      atomic(
          () -> {
            subject.perform(operation, x, "first of two");
            subject.perform(operation, x, "second of two");
            subject.check("two inside, before the commit");
          });
      subject.check("two inside");
      if (operation.isRead()) {
        snapshot(() -> subject.perform(operation, x, "snapshot"));
      }
    }
  }

  /**
   * All sequences of three operations on one ref in one transaction, which merge writes in every
   * order.
   */
  @Test
  void sequencesOfThree_inOneTransaction_doWhatTheyDoToAVariable() {
    for (Subject subject : subjects()) {
      List<Operation> all = subject.operations;
      for (Operation first : all) {
        for (Operation second : all) {
          for (Operation third : all) {
            String where = first.name + ", " + second.name + ", " + third.name;
            atomic(
                () -> {
                  subject.perform(first, 1, where);
                  subject.perform(second, 2, where);
                  subject.perform(third, -1, where);
                });
            subject.check(where);
          }
        }
      }
    }
  }

  // ---- random histories ----

  private static final class Rollback extends RuntimeException {
    Rollback() {
      super("rolls back", null, false, false);
    }
  }

  /**
   * Draws operations until its supply ends, so that a shorter history is a prefix of a longer one.
   */
  private static final class Source {
    final Random random;
    int left;

    Source(long seed, int length) {
      random = new Random(seed);
      left = length;
    }

    boolean hasNext() {
      return left-- > 0;
    }
  }

  @Test
  void randomHistories_ofOneThread_doWhatTheyDoToVariables() {
    for (long seed = 0; seed < 600; seed++) {
      replayOrShrink(seed, 120);
    }
  }

  @Test
  @Tag("long")
  void randomHistories_ofOneThreadForLong_doWhatTheyDoToVariables() {
    long start = new Random().nextLong();
    for (long seed = start; seed < start + 100_000; seed++) {
      replayOrShrink(seed, 200);
    }
  }

  private static void replayOrShrink(long seed, int length) {
    try {
      history(seed, length);
    } catch (Throwable t) {
      throw new AssertionError(
          "history(%d, %d) fails".formatted(seed, shortestFailing(seed, length)), t);
    }
  }

  private static int shortestFailing(long seed, int length) {
    for (int shorter = 1; shorter < length; shorter++) {
      try {
        history(seed, shorter);
      } catch (Throwable t) {
        return shorter;
      }
    }
    return length;
  }

  private static void history(long seed, int length) {
    List<Subject> subjects = subjects();
    Source source = new Source(seed, length);
    while (source.left > 0) {
      if (source.random.nextInt(4) == 0) {
        step(source, subjects, "outside");
      } else {
        transaction(source, subjects, 0);
      }
      subjects.forEach(subject -> subject.check("after a transaction"));
    }
  }

  private static void step(Source source, List<Subject> subjects, String where) {
    if (source.hasNext()) {
      Subject subject = subjects.get(source.random.nextInt(subjects.size()));
      Operation operation =
          subject.operations.get(source.random.nextInt(subject.operations.size()));
      subject.perform(operation, source.random.nextInt(-3, 4), where);
    }
  }

  /**
   * Runs a block of some kind. If the block is rolled back, its effects on the variables are
   * undone.
   */
  private static void transaction(Source source, List<Subject> subjects, int depth) {
    int kind = source.random.nextInt(depth == 0 ? 3 : 5);
    List<Object> before = new ArrayList<>();
    subjects.forEach(subject -> before.add(subject.model));
    switch (kind) {
      case 0, 1 -> atomic(() -> block(source, subjects, depth));
      case 2 -> {
        try {
          atomic(
              () -> {
                block(source, subjects, depth);
                throw new Rollback();
              });
        } catch (Rollback e) {
          restore(subjects, before);
        }
      }
      case 3 ->
          orElse(
              () -> {
                block(source, subjects, depth);
                throw retry();
              },
              () -> {
                restore(subjects, before);
                block(source, subjects, depth);
              });
      default ->
          snapshot(
              () -> {
                subjects.forEach(subject -> subject.check("in a nested snapshot"));
              });
    }
  }

  private static void block(Source source, List<Subject> subjects, int depth) {
    int steps = source.random.nextInt(16);
    for (int i = 0; i < steps; i++) {
      if (depth < 4 && source.random.nextInt(5) == 0) {
        transaction(source, subjects, depth + 1);
      } else {
        step(source, subjects, "at depth " + depth);
      }
    }
  }

  private static void restore(List<Subject> subjects, List<Object> models) {
    for (int i = 0; i < models.size(); i++) {
      subjects.get(i).model = models.get(i);
    }
  }

  @Test
  void operations_areAllTested() {
    assertThat(publicMethodsOf(LongRef.class, new LongSubject(0))).isEmpty();
    assertThat(publicMethodsOf(IntRef.class, new IntSubject(0))).isEmpty();
    assertThat(publicMethodsOf(DoubleRef.class, new DoubleSubject(0))).isEmpty();
    assertThat(publicMethodsOf(BooleanRef.class, new BooleanSubject(true))).isEmpty();
    assertThat(publicMethodsOf(Ref.class, new ObjectSubject(""))).isEmpty();
  }

  /** The methods that are neither operations above nor tested in a class of their own. */
  private static List<String> publicMethodsOf(Class<?> type, Subject subject) {
    List<String> elsewhere =
        List.of("of", "named", "name", "peek", "await", "addValidator", "watch", "toString");
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .map(Method::getName)
        .filter(name -> !elsewhere.contains(name))
        .filter(name -> subject.operations.stream().noneMatch(op -> op.name.endsWith(" " + name)))
        .toList();
  }
}
