package io.isolde.checks.collection;

import io.isolde.checks.collection.ModelCheck.Step.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A check that applies random operations to a structure and to a plain model of it, and requires
 * the same results and the same contents. Some operations run outside transactions, some several to
 * a transaction, some in transactions that are rolled back. A failure shows the seed, which {@code
 * -Disolde.model.seed} repeats, and the shortest failing sequence of operations that was found.
 *
 * <pre>{@code
 * ModelCheck.<Map<Integer, Integer>>of(TMap::new, HashMap::new)
 *     .inside(body -> Stm.atomic(body::run))
 *     .copying(HashMap::new)
 *     .comparing(HashMap::new)
 *     .generating(random -> new Operation<>("put 1", map -> map.put(1, random.nextInt())))
 *     .run(1_000, 50);
 * }</pre>
 *
 * @param <T> what the structure and the model have in common
 */
public final class ModelCheck<T> {
  /**
   * An operation that is applied to both. It may run many times and must do the same each time, so
   * it draws its random numbers when it is created.
   *
   * @param name for the message, such as {@code put(1, 2)}
   * @param action returns what is to be compared; an exception is compared by its class
   */
  public record Operation<T>(String name, Function<T, ?> action) {
    /** What the action returns, as text, or the class of what it throws. */
    public Object resultOn(T target) {
      try {
        return String.valueOf(action.apply(target));
      } catch (RuntimeException e) {
        return e.getClass();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Operations that run together, in one mode. */
  record Step<T>(Mode mode, List<Operation<T>> operations) {
    enum Mode {
      OUTSIDE,
      COMMITTED,
      ROLLED_BACK
    }

    private static final class RolledBack extends RuntimeException {}

    List<Object> resultsOn(T target) {
      return operations.stream().map(operation -> operation.resultOn(target)).toList();
    }

    List<Object> resultsOnStructure(T structure, Consumer<Runnable> transactions) {
      return mode == Mode.OUTSIDE
          ? resultsOn(structure)
          : resultsInTransaction(structure, transactions);
    }

    private List<Object> resultsInTransaction(T structure, Consumer<Runnable> transactions) {
      List<Object> results = new ArrayList<>();
      try {
        transactions.accept(
            () -> {
              results.addAll(resultsOn(structure));
              if (mode == Mode.ROLLED_BACK) {
                throw new RolledBack();
              }
            });
      } catch (RolledBack e) {
        // expected
      }
      return results;
    }

    Step<T> without(int index) {
      List<Operation<T>> fewer = new ArrayList<>(operations);
      fewer.remove(index);
      return new Step<>(mode, fewer);
    }

    @Override
    public String toString() {
      return mode + " " + operations;
    }
  }

  private static final int OPERATIONS_PER_STEP_MAX = 6;

  private final Supplier<? extends T> structure;
  private final Supplier<? extends T> model;
  private Consumer<Runnable> transactions = Runnable::run;
  private UnaryOperator<T> copy = target -> target;
  private Function<? super T, ?> contents = String::valueOf;
  private Function<Random, Operation<T>> generator = random -> new Operation<>("nothing", t -> "");

  private ModelCheck(Supplier<? extends T> structure, Supplier<? extends T> model) {
    this.structure = structure;
    this.model = model;
  }

  /** A check of {@code structure} against {@code model}, both of which are supplied empty. */
  public static <T> ModelCheck<T> of(Supplier<? extends T> structure, Supplier<? extends T> model) {
    return new ModelCheck<>(structure, model);
  }

  /** Sets what runs a body in a transaction. */
  public ModelCheck<T> inside(Consumer<Runnable> transactionRunner) {
    this.transactions = transactionRunner;
    return this;
  }

  /** Sets how to copy the model, for a transaction that will be rolled back. */
  public ModelCheck<T> copying(UnaryOperator<T> modelCopy) {
    this.copy = modelCopy;
    return this;
  }

  /** Sets what is compared, by {@code equals}, after each step. */
  public ModelCheck<T> comparing(Function<? super T, ?> comparedContents) {
    this.contents = comparedContents;
    return this;
  }

  /** Sets where operations come from. */
  public ModelCheck<T> generating(Function<Random, Operation<T>> operationGenerator) {
    this.generator = operationGenerator;
    return this;
  }

  /**
   * Runs {@code sequences} sequences of up to {@code stepsMax} steps each.
   *
   * @throws AssertionError with the seed and a short sequence of steps that fails
   */
  public void run(int sequences, int stepsMax) {
    long first = Long.getLong("isolde.model.seed", System.nanoTime());
    for (long seed = first; seed < first + sequences; seed++) {
      List<Step<T>> steps = steps(new Random(seed), stepsMax);
      if (difference(steps) != null) {
        List<Step<T>> few = shrink(steps);
        throw new AssertionError(story(seed, few));
      }
    }
  }

  private String story(long seed, List<Step<T>> steps) {
    StringBuilder text = new StringBuilder("seed " + seed + ": " + difference(steps));
    steps.forEach(step -> text.append("\n  ").append(step));
    return text.toString();
  }

  private List<Step<T>> steps(Random random, int stepsMax) {
    return Stream.generate(() -> step(random)).limit(1 + random.nextInt(stepsMax)).toList();
  }

  private Step<T> step(Random random) {
    Mode mode = Mode.values()[random.nextInt(Mode.values().length)];
    int count = 1 + random.nextInt(OPERATIONS_PER_STEP_MAX);
    return new Step<>(mode, Stream.generate(() -> generator.apply(random)).limit(count).toList());
  }

  /** The first difference between the structure and the model, or null if there is none. */
  private String difference(List<Step<T>> steps) {
    T ours = structure.get();
    T theirs = model.get();
    for (Step<T> step : steps) {
      String difference = difference(step, ours, theirs);
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private String difference(Step<T> step, T ours, T theirs) {
    T affected = step.mode() == Mode.ROLLED_BACK ? copy.apply(theirs) : theirs;
    List<Object> expected = step.resultsOn(affected);
    List<Object> results = step.resultsOnStructure(ours, transactions);
    String difference = difference("results", results, expected);
    return difference != null
        ? difference
        : difference("contents", contents.apply(ours), contents.apply(theirs));
  }

  private static String difference(String what, Object ours, Object expected) {
    return ours.equals(expected) ? null : what + " are " + ours + " and should be " + expected;
  }

  // ---- shrinking: leave out what is not needed to fail ----

  private List<Step<T>> shrink(List<Step<T>> steps) {
    List<Step<T>> few = steps;
    for (int size = steps.size() / 2; size > 0; size /= 2) {
      few = withoutStretches(few, size);
    }
    return withoutOperations(few);
  }

  private List<Step<T>> withoutStretches(List<Step<T>> steps, int size) {
    List<Step<T>> few = steps;
    for (int from = few.size() - size; from >= 0; from = Math.min(from, few.size()) - size) {
      List<Step<T>> fewer = new ArrayList<>(few);
      fewer.subList(from, from + size).clear();
      few = difference(fewer) == null ? few : fewer;
    }
    return few;
  }

  private List<Step<T>> withoutOperations(List<Step<T>> steps) {
    List<Step<T>> few = new ArrayList<>(steps);
    for (int i = 0; i < few.size(); i++) {
      for (int j = few.get(i).operations().size() - 1; j >= 0; j--) {
        Step<T> whole = few.get(i);
        few.set(i, whole.without(j));
        if (difference(few) == null) {
          few.set(i, whole);
        }
      }
    }
    return few;
  }
}
